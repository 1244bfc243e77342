using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Escalations;

/// <summary>What somebody says or does about an escalation.</summary>
/// <param name="Until">Of a deferral.</param>
/// <param name="Reason">Of a deferral.</param>
/// <param name="AssigneeId">Of a task that a colleague does from now on.</param>
/// <param name="HolderId">Who does the task as far as they know; null for nobody.</param>
public sealed record EscalationAct(EscalationAnswerKind Kind, DateOnly? Until = null, string? Reason = null, Guid? AssigneeId = null, Guid? HolderId = null);

/// <summary>Answers escalations, one by one, and takes answers back. What is refused is a value: of several the others go on.</summary>
public static class Answering
{
    /// <summary>Answers what this actor was told. It is told again when nothing came of it: to the same person after a deferral, else to the next in line.</summary>
    /// <returns>The answer, or why it is refused as a code of the error texts.</returns>
    public static async Task<(EscalationAnswer? Answer, string? Refusal)> AnswerAsync(
        this RegulatiefDbContext db, Escalation told, EscalationAct act, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!told.IsOpen) return (null, "escalation-ended");
        var task = told.TaskId is { } id ? await db.HumanTasks.FindAsync([id], cancellationToken) : null;
        var (assignee, refusal) = act.Kind switch
        {
            EscalationAnswerKind.Acknowledged => (null, await db.Escalations.Where(e => e.Id == told.Id).In(db, EscalationState.Unanswered).AnyAsync(cancellationToken) ? null : "escalation-answered"),
            EscalationAnswerKind.Deferred => (null, WhyNotDeferred(task, act.Until, LegalTime.DateOf(now))),
            EscalationAnswerKind.TakenOver => await db.AssignAsync(task, actor.AccountId, act.HolderId, actor, now, cancellationToken),
            _ => await db.AssignAsync(task, act.AssigneeId, act.HolderId, actor, now, cancellationToken),
        };
        if (refusal is not null) return (null, refusal);

        var next = act.Until is { } day ? LegalTime.At(day, Promise.StartOfDay) : await db.AnsweredUntilAsync(told, task, now, cancellationToken);
        var answer = new EscalationAnswer
        {
            CaseId = told.CaseId,
            SubjectId = told.SubjectId,
            Kind = act.Kind,
            ById = actor.AccountId,
            At = now,
            Until = act.Until,
            Reason = act.Reason,
            AssigneeId = assignee?.To,
            HolderBefore = assignee?.Before,
            NextBefore = await db.MoveNextEscalationAsync(told.SubjectId, next, act.Kind == EscalationAnswerKind.Deferred, cancellationToken),
        };
        db.EscalationAnswers.Add(answer);
        return (answer, null);
    }

    /// <summary>Has everything be as before the answer, unless something happened since.</summary>
    /// <returns>Why it stays as it was answered; null when it was taken back.</returns>
    public static async Task<string?> TakeBackAsync(this RegulatiefDbContext db, Escalation told, EscalationAnswer answer, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isLatest = !await db.EscalationAnswers.AnyAsync(a => a.SubjectId == answer.SubjectId && a.TakenBackAt == null && a.At > answer.At, cancellationToken)
            && !await db.Escalations.AnyAsync(e => e.SubjectId == answer.SubjectId && e.RaisedAt > answer.At, cancellationToken);
        if (!told.IsOpen || !isLatest || answer.TakenBackAt is not null) return "escalation-changed";
        if (answer.AssigneeId is { } assignee)
        {
            var task = await db.HumanTasks.FindAsync([told.TaskId!.Value], cancellationToken);
            if (task is not { IsOpen: true } || task.AssigneeId != assignee) return "escalation-changed";
            if (answer.HolderBefore is { } before) task.Assign(before, assignee);
            else task.Release(assignee);
            db.TellOfAssignment(task, assignee, actor, now);
        }

        if (answer.NextBefore is { } next) await db.MoveNextEscalationAsync(answer.SubjectId, next, isAlsoSooner: true, cancellationToken);
        answer.TakenBackAt = now;
        return null;
    }

    /// <summary>Keeps the promise to answer one escalation of several as its asker asked, or to take that back. Whether they may still is asked anew.</summary>
    public static async Task AnswerAsync(this RegulatiefDbContext db, EscalationBatchItem item, bool isTakenBack, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Gone with the file of a case that it held.
        if (await db.EscalationBatches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == item.BatchId, cancellationToken) is not { } batch) return;
        if (item.State != (isTakenBack ? EscalationBatchState.Answered : EscalationBatchState.Waiting)) return;
        if (!isTakenBack && (batch.StoppedAt ?? batch.TakenBackAt) is not null) return;

        var isActive = await db.Accounts.Active(batch.AskedAs).AnyAsync(a => a.Id == batch.AskedById, cancellationToken);
        var actor = await db.ActorOfAsync(batch.AskedById, batch.AskedAs, now, cancellationToken);
        var told = isActive ? await db.Escalations.VisibleTo(actor).SingleOrDefaultAsync(e => e.Id == item.EscalationId, cancellationToken) : null;
        if (isTakenBack)
        {
            var answer = await db.EscalationAnswers.SingleAsync(a => a.Id == item.AnswerId, cancellationToken);
            item.TakenBack(told is null ? "escalation-not-yours" : await db.TakeBackAsync(told, answer, actor, now, cancellationToken));
            return;
        }

        var act = new EscalationAct(batch.Kind, batch.Until, batch.Reason, batch.AssigneeId, item.HolderId);
        var (given, refusal) = told is null ? (null, "escalation-not-yours") : await db.AnswerAsync(told, act, actor, now, cancellationToken);
        if (given is not null) item.Answered(given);
        else item.Refused(refusal!);
    }

    // The law's clock runs on, whoever is away.
    private static string? WhyNotDeferred(HumanTask? task, DateOnly? until, DateOnly today) =>
        task is not null && PromiseRules.IsOfLaw(task) ? "escalation-of-law" : until <= today ? "escalation-day-past" : null;

    private static async Task<((Guid To, Guid? Before)?, string?)> AssignAsync(
        this RegulatiefDbContext db, HumanTask? task, Guid? to, Guid? holder, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (task is null || to is not { } assignee || !await db.HumanTasks.AssignedBy(actor).AnyAsync(t => t.Id == task.Id, cancellationToken)) return (null, "task-not-yours");
        if (!task.IsOpen) return (null, "task-already-done");
        if (task.WhyNotAssigned is { } refusal) return (null, refusal);
        if (task.AssigneeId != holder && task.AssigneeId != assignee) return (null, "task-taken-meanwhile");
        var project = await db.Cases.Where(c => c.Id == task.CaseId).Select(c => c.ProjectId).SingleAsync(cancellationToken);
        if (!(await db.AssignableAsync(task, project, now, cancellationToken)).Any(a => a.AccountId == assignee)) return (null, "task-not-for-them");

        var before = task.AssigneeId;
        task.Assign(assignee, before);
        db.TellOfAssignment(task, before, actor, now);
        return ((assignee, before), null);
    }

    /// <summary>Who answered has as long as the ladder gives anybody.</summary>
    private static async Task<DateTimeOffset> AnsweredUntilAsync(this RegulatiefDbContext db, Escalation told, HumanTask? task, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var project = await db.Cases.Where(c => c.Id == told.CaseId).Select(c => c.ProjectId).SingleAsync(cancellationToken);
        var steps = await db.LadderAsync(project, task, cancellationToken);
        return (await db.CalendarOfAsync(task, cancellationToken)).MorningAfter(now, steps.AgainEvery);
    }
}
