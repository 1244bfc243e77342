using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;

namespace Regulatief.Cases.Escalations;

public static class EscalationQueries
{
    /// <summary>What was told to this actor, or to whom they cover for, of a case that they were not kept out of since. Whose work is late themselves does the task instead.</summary>
    public static IQueryable<Escalation> VisibleTo(this IQueryable<Escalation> escalations, Actor actor)
    {
        if (actor.IsSystem) return escalations;
        var told = escalations.Where(e => e.Rung != EscalationRung.Worker && e.Rung != EscalationRung.Cover && e.ToRole == actor.Role && actor.ActsFor.Contains(e.ToAccountId));
        return actor.Role == AccountRole.Coordinator
            ? told.OfCases(e => e.Case, NeedToKnow.NotKeptOut(actor))
            : actor.Rights.Excluded.Count == 0 ? told : told.Where(e => !actor.Rights.Excluded.Contains(e.CaseId));
    }

    /// <summary>What its reader may know by name; null when the cycle escalated by itself, or when only those whose work it is know what it is.</summary>
    public static readonly Expression<Func<Escalation, string?>> ToldTitle =
        e => e.Task == null || HumanTaskQueries.Confidential.Contains(e.Task.Kind) ? null : e.Task.Title;

    /// <summary>Whose work is late; null when the cycle escalated by itself.</summary>
    public static readonly Expression<Func<Escalation, AccountRole?>> ToldRole = e => e.Task == null ? null : e.Task.Role;

    /// <summary>Who it is with, where that is one person; null for others.</summary>
    public static readonly Expression<Func<Escalation, Guid?>> Whose =
        e => e.Task == null ? null : e.Task.AssigneeId ?? (e.Task.Role == AccountRole.ProbationOfficer ? e.Case.ProfessionalId : null);

    /// <summary>Those that are with this person.</summary>
    public static IQueryable<Escalation> With(this IQueryable<Escalation> escalations, Guid? person)
    {
        Expression<Func<Guid?>> asked = () => person;
        return escalations.Where(Expression.Lambda<Func<Escalation, bool>>(Expression.Equal(Whose.Body, asked.Body), Whose.Parameters));
    }

    /// <summary>What hurts most first: where the law's clock runs, which holds all that is about risk; then what is late longest. What was deferred waits below.</summary>
    public static IQueryable<Escalation> ByHurt(this IQueryable<Escalation> escalations, RegulatiefDbContext db) => escalations.WithAnswers(db)
        .OrderBy(told => told.Answer == EscalationAnswerKind.Deferred)
        .ThenByDescending(told => told.Escalation.Task != null && (PromiseRules.OfLaw.Contains(told.Escalation.Task.Kind) || told.Escalation.Task.RiskSignalId != null))
        .ThenByDescending(told => told.Escalation.Task != null).ThenBy(told => told.Escalation.Task!.DueOn).ThenBy(told => told.Escalation.RaisedAt).ThenBy(told => told.Escalation.Id)
        .Select(told => told.Escalation);

    /// <summary>Those about tasks of a kind of which all may know.</summary>
    public static IQueryable<Escalation> OfKind(this IQueryable<Escalation> escalations, HumanTaskKind kind) =>
        escalations.Where(e => e.Task != null && e.Task.Kind == kind && !HumanTaskQueries.Confidential.Contains(e.Task.Kind) && e.Task.RiskSignalId == null);

    /// <summary>Those that ask for attention in this state.</summary>
    public static IQueryable<Escalation> In(this IQueryable<Escalation> escalations, RegulatiefDbContext db, EscalationState state)
    {
        var told = escalations.WithAnswers(db);
        told = state switch
        {
            EscalationState.Unanswered => told.Where(t => t.Answer == null),
            EscalationState.Deferred => told.Where(t => t.Answer == EscalationAnswerKind.Deferred),
            _ => told.Where(t => t.Answer != null && t.Answer != EscalationAnswerKind.Deferred),
        };
        return told.Select(t => t.Escalation);
    }

    /// <summary>Of these the latest answer to each, by the escalation's id.</summary>
    public static async Task<IReadOnlyDictionary<Guid, EscalationAnswer>> AnswersToAsync(this RegulatiefDbContext db, IReadOnlyCollection<Guid> escalations, CancellationToken cancellationToken)
    {
        var answers = await db.Escalations.Where(e => escalations.Contains(e.Id))
            .Join(db.EscalationAnswers.Where(a => a.TakenBackAt == null), e => e.SubjectId, a => a.SubjectId, (e, a) => new { e.Id, e.RaisedAt, Answer = a })
            .Where(p => p.Answer.At >= p.RaisedAt).AsNoTracking().ToListAsync(cancellationToken);
        return answers.GroupBy(p => p.Id).ToDictionary(g => g.Key, g => g.MaxBy(p => p.Answer.At)!.Answer);
    }

    /// <summary>Open ones that came to an administrator since nobody else was there.</summary>
    public static IQueryable<Escalation> WithNobodyThere(this RegulatiefDbContext db) => db.Escalations.Open().Where(e => e.Rung == EscalationRung.Administrator
        && !db.Escalations.Any(o => o.SubjectId == e.SubjectId && (o.Rung == EscalationRung.Coordinator || o.Rung == EscalationRung.Manager)));

    public static IQueryable<Escalation> Open(this IQueryable<Escalation> escalations) => escalations.Where(e => e.EndedAt == null);

    /// <summary>Those that end when these tasks end. A task that was never escalated has none, so most transitions ask nothing.</summary>
    public static async Task EndEscalationsAsync(
        this RegulatiefDbContext db, IEnumerable<HumanTask> ended, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var tasks = ended.Where(t => t.EscalatedAt is not null && !t.IsOpen).ToDictionary(t => t.Id.Value);
        if (tasks.Count == 0) return;
        List<Guid> subjects = [.. tasks.Keys];
        foreach (var escalation in await db.Escalations.Open().Where(e => subjects.Contains(e.SubjectId)).ToListAsync(cancellationToken))
        {
            var isDone = tasks[escalation.SubjectId].Status == HumanTaskStatus.Completed;
            escalation.EndByItself(isDone ? EscalationEnding.TaskDone : EscalationEnding.TaskCancelled, now);
        }
    }

    /// <summary>Those that a workflow raised by itself end with its case; a task's end with the task, which may outlive the case.</summary>
    public static async Task EndEscalationsAsync(this RegulatiefDbContext db, CaseId closed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var escalation in await db.Escalations.Open().Where(e => e.CaseId == closed && e.TaskId == null).ToListAsync(cancellationToken))
            escalation.EndByItself(EscalationEnding.CaseClosed, now);
    }

    private static IQueryable<Told> WithAnswers(this IQueryable<Escalation> escalations, RegulatiefDbContext db) => escalations.Select(e => new Told
    {
        Escalation = e,
        Answer = db.EscalationAnswers.Where(a => a.TakenBackAt == null && a.SubjectId == e.SubjectId && a.At >= e.RaisedAt)
            .OrderByDescending(a => a.At).Select(a => (EscalationAnswerKind?)a.Kind).FirstOrDefault(),
    });

    private sealed class Told
    {
        public required Escalation Escalation { get; init; }

        /// <summary>The latest; null while nobody answered.</summary>
        public required EscalationAnswerKind? Answer { get; init; }
    }
}

/// <summary>What became of an open escalation so far.</summary>
public enum EscalationState
{
    /// <summary>Nobody who was told of it answered.</summary>
    Unanswered,

    /// <summary>Somebody looks into it, or does the task.</summary>
    Answered,

    Deferred,
}
