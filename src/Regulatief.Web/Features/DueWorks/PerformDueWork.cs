using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Workflows;
using Regulatief.Cases.Workflows.Migration;
using Regulatief.Engine.Stimuli;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.DueWorks;

/// <summary>Keeps promises: wakes bookmarks, reminds, escalates or delivers events. Does nothing about those that were kept or taken back meanwhile.</summary>
/// <param name="DueWorkIds">Of different cases. When one cannot be kept none is: the sweep then tries each alone.</param>
public sealed record PerformDueWorkCommand(params IReadOnlyList<Guid> DueWorkIds) : ICommand<Unit>;

internal sealed class PerformDueWorkHandler(RegulatiefDbContext db, WorkflowHost workflows, CaseMigration migration, TimeProvider time) : IRequestHandler<PerformDueWorkCommand, Unit>
{
    public async Task<Unit> Handle(PerformDueWorkCommand command, CancellationToken cancellationToken)
    {
        // Not IConcernsCase: a promise that is gone is no error here, and there may be several.
        var promised = db.DueWork.Where(w => command.DueWorkIds.Contains(w.Id));
        await db.Cases.Where(c => promised.Select(w => w.CaseId).Contains(c.Id)).ExecuteUpdateAsync(set => set.SetProperty(c => c.Version, c => c.Version + 1), cancellationToken);

        var due = await promised.DueBy(time.GetUtcNow()).OrderBy(w => w.DueAt).ToListAsync(cancellationToken);
        if (due.Count == 0) return Unit.Value;

        var caseIds = due.Select(w => w.CaseId).ToList();
        var cases = await db.Cases.ForChange(caseIds).ToDictionaryAsync(c => c.Id, cancellationToken);
        await LoadSubjectsAsync(due, cancellationToken);
        foreach (var work in due) await PerformAsync(work, cases[work.CaseId], cancellationToken);
        return Unit.Value;
    }

    /// <summary>What the promises are about, read once for all of them: each is then found in the context.</summary>
    private async Task LoadSubjectsAsync(List<DueWork> due, CancellationToken cancellationToken)
    {
        var bookmarkIds = due.Where(w => w.Kind == DueWorkKind.Bookmark).Select(w => w.SubjectId).ToList();
        if (bookmarkIds.Count > 0)
        {
            var bookmarks = db.Bookmarks.Where(b => bookmarkIds.Contains(b.Id));
            await bookmarks.LoadAsync(cancellationToken);
            await db.Instances.Where(i => bookmarks.Select(b => b.InstanceId).Contains(i.Id)).LoadAsync(cancellationToken);
            await db.FollowUps.Where(f => bookmarkIds.Contains(f.BookmarkId)).LoadAsync(cancellationToken);
        }

        var taskIds = due.Where(w => w.Kind is DueWorkKind.TaskReminder or DueWorkKind.TaskEscalation).Select(w => HumanTaskId.From(w.SubjectId)).ToList();
        if (taskIds.Count > 0) await db.HumanTasks.Where(t => taskIds.Contains(t.Id)).LoadAsync(cancellationToken);
    }

    private async Task PerformAsync(DueWork work, Case @case, CancellationToken cancellationToken)
    {
        db.DueWork.Remove(work);
        await (work.Kind switch
        {
            DueWorkKind.Bookmark => WakeAsync(work, @case, cancellationToken),
            DueWorkKind.TaskReminder => RemindAsync(work, @case, cancellationToken),
            DueWorkKind.TaskEscalation => EscalateAsync(work, @case, cancellationToken),
            DueWorkKind.Inbox => DeliverAsync(work, @case, cancellationToken),
            DueWorkKind.IncidentRetry => RetryAsync(work, @case, cancellationToken),
            DueWorkKind.Migration => MigrateAsync(work, cancellationToken),
            _ => throw new InvalidOperationException($"Due work {work.Id} is of the unknown kind {work.Kind}."),
        });
    }

    private async Task WakeAsync(DueWork work, Case @case, CancellationToken cancellationToken)
    {
        if (await db.Bookmarks.FindAsync([work.SubjectId], cancellationToken) is { } bookmark)
            await workflows.ResumeAsync(bookmark.InstanceId, @case, bookmark.Id, [], cancellationToken);
    }

    private async Task DeliverAsync(DueWork work, Case @case, CancellationToken cancellationToken)
    {
        if (await db.Inbox.FindAsync([work.SubjectId], cancellationToken) is { } waiting)
            await workflows.DeliverInboxAsync(waiting.InstanceId, @case, cancellationToken);
    }

    private async Task RetryAsync(DueWork work, Case @case, CancellationToken cancellationToken)
    {
        if (await db.Incidents.FindAsync([work.SubjectId], cancellationToken) is { ResolvedAt: null } incident)
            await workflows.DecideAsync(incident, @case, new Stimulus.Retry(incident.Id), cancellationToken);
    }

    private async Task MigrateAsync(DueWork work, CancellationToken cancellationToken)
    {
        if (await db.MigratingCases.FindAsync([work.SubjectId], cancellationToken) is { } migrating) await migration.MoveAsync(migrating, cancellationToken);
    }

    private async Task RemindAsync(DueWork work, Case @case, CancellationToken cancellationToken)
    {
        if (await OpenTaskAsync(work, cancellationToken) is not { } task) return;

        task.RemindedAt = time.GetUtcNow();
        foreach (var accountId in await PeopleOfAsync(task, @case, cancellationToken))
            Notify(accountId, NoticeKind.TaskReminder, task);
    }

    private async Task EscalateAsync(DueWork work, Case @case, CancellationToken cancellationToken)
    {
        if (await OpenTaskAsync(work, cancellationToken) is not { EscalatedAt: null } task) return;

        task.EscalatedAt = time.GetUtcNow();
        var late = task.Role == AccountRole.Coordinator ? task.AssigneeId : null;
        var to = await db.CoordinatorToTellAsync(@case, late, cancellationToken);
        db.Escalations.Add(new Escalation { CaseId = @case.Id, TaskId = task.Id, ToAccountId = to, RaisedAt = task.EscalatedAt.Value });
        db.Timeline.Add(new TimelineEntry
        {
            CaseId = @case.Id, Kind = TimelineKind.Escalated, At = task.EscalatedAt.Value, ById = Guid.Empty, SubjectId = task.Id.Value, Note = task.Title,
        });
        Notify(to, NoticeKind.TaskEscalated, task);
    }

    private async Task<HumanTask?> OpenTaskAsync(DueWork work, CancellationToken cancellationToken) =>
        await db.HumanTasks.FindAsync([HumanTaskId.From(work.SubjectId)], cancellationToken) is { IsOpen: true } task ? task : null;

    private async Task<IEnumerable<Guid>> PeopleOfAsync(HumanTask task, Case @case, CancellationToken cancellationToken)
    {
        if (task.AssigneeId is { } assignee) return [assignee];
        if (task.RiskSignalId is { } signal) return await db.PeopleOfSignalTaskAsync(signal, task.Role, @case, cancellationToken);
        return task.Role switch
        {
            AccountRole.ProbationOfficer => [@case.ProfessionalId],
            AccountRole.Volunteer when @case.CurrentAssignment is { } pairing => [pairing.Volunteer.AccountId],
            AccountRole.Client when @case.Client.AccountId is { } accountId => [accountId],
            AccountRole.Coordinator => [await db.CoordinatorToTellAsync(@case, null, cancellationToken)],
            AccountRole.PrivacyOfficer => await db.Accounts.Where(a => a.Role == AccountRole.PrivacyOfficer && a.IsActive).Select(a => a.Id).ToListAsync(cancellationToken),
            _ => [],
        };
    }

    private void Notify(Guid accountId, NoticeKind kind, HumanTask task) =>
        db.Notices.Add(new Notice { AccountId = accountId, Kind = kind, CaseId = task.CaseId, SubjectId = task.Id.Value, At = time.GetUtcNow() });
}
