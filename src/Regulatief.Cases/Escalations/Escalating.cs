using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Escalations;

/// <summary>Raises what is late, and raises it again up the line until somebody acts or it is over.</summary>
public static class Escalating
{
    /// <summary>Keeps a promise to escalate: tells the next in line, and promises the one after. Does nothing when somebody acted, or when it is over.</summary>
    /// <param name="subjectId">The late task, or what a workflow raised by itself: <see cref="Escalation.SubjectId"/>.</param>
    public static async Task EscalateAsync(this RegulatiefDbContext db, Guid subjectId, Case @case, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var earlier = await db.Escalations.Where(e => e.SubjectId == subjectId).OrderByDescending(e => e.Generation).FirstOrDefaultAsync(cancellationToken);
        var task = await db.HumanTasks.FindAsync([HumanTaskId.From(subjectId)], cancellationToken);
        if (task is { IsOpen: false } || earlier is { IsOpen: false, Ending: not EscalationEnding.TermMoved } || (task is null && earlier is null)) return;

        if (task is not null) task.EscalatedAt ??= now;
        var late = task?.Role == AccountRole.Coordinator ? task.AssigneeId : null;
        await RaiseAsync(db, @case, task, subjectId, (earlier?.Generation ?? 0) + 1, late, now, cancellationToken);
    }

    /// <summary>Raises what no task is about: a workflow says by itself that something asks for attention.</summary>
    public static Task EscalateAsync(this RegulatiefDbContext db, Case @case, DateTimeOffset now, CancellationToken cancellationToken) =>
        RaiseAsync(db, @case, null, Guid.CreateVersion7(), 1, null, now, cancellationToken);

    private static async Task RaiseAsync(
        RegulatiefDbContext db, Case @case, HumanTask? task, Guid subjectId, int generation, Guid? late, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var line = await db.LineAsync(@case, late, cancellationToken);
        var to = line[Math.Min(generation, line.Count) - 1];
        db.Escalations.Add(new Escalation { CaseId = @case.Id, TaskId = task?.Id, SubjectId = subjectId, Generation = generation, ToAccountId = to.AccountId, ToRole = to.Role!.Value, RaisedAt = now });
        db.Notices.Add(new Notice { AccountId = to.AccountId, Role = to.Role, Kind = NoticeKind.TaskEscalated, CaseId = @case.Id, SubjectId = task?.Id.Value, At = now });
        db.Timeline.Add(new TimelineEntry { CaseId = @case.Id, Kind = TimelineKind.Escalated, At = now, ById = Guid.Empty, SubjectId = task?.Id.Value, Note = task?.Title });
        db.PromiseNextEscalation(
            @case.Id, subjectId, generation + 1, WorkingDays.Add(LegalTime.DateOf(now), Escalation.RaisedAgainAfterWorkingDays), task is not null && PromiseRules.IsOfLaw(task.Kind));
    }
}
