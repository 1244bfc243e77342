using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Escalations;

public static class EscalationQueries
{
    /// <summary>What was told to this actor, or to whom they cover for, of a case that they were not kept out of since.</summary>
    public static IQueryable<Escalation> VisibleTo(this IQueryable<Escalation> escalations, Actor actor)
    {
        if (actor.IsSystem) return escalations;
        var told = escalations.Where(e => e.ToRole == actor.Role && actor.ActsFor.Contains(e.ToAccountId));
        return actor.Role == AccountRole.Coordinator
            ? told.OfCases(e => e.Case, NeedToKnow.NotKeptOut(actor))
            : actor.Rights.Excluded.Count == 0 ? told : told.Where(e => !actor.Rights.Excluded.Contains(e.CaseId));
    }

    /// <summary>What its reader may know by name; null when the cycle escalated by itself, or when only those whose work it is know what it is.</summary>
    public static readonly Expression<Func<Escalation, string?>> ToldTitle =
        e => e.Task == null || HumanTaskQueries.Confidential.Contains(e.Task.Kind) ? null : e.Task.Title;

    /// <summary>Whose work is late; null when the cycle escalated by itself.</summary>
    public static readonly Expression<Func<Escalation, AccountRole?>> ToldRole = e => e.Task == null ? null : e.Task.Role;

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
}
