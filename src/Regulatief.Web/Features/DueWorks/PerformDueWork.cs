using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.Handovers;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Reminders;
using Regulatief.Cases.Retention;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Volunteers;
using Regulatief.Cases.Workflows;
using Regulatief.Cases.Workflows.Migration;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Stimuli;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Mailing;

namespace Regulatief.Web.Features.DueWorks;

/// <summary>Keeps promises: wakes bookmarks, reminds, escalates or delivers events. Does nothing about those that were kept or taken back meanwhile.</summary>
/// <param name="DueWorkIds">Of different cases. When one cannot be kept none is: the sweep then tries each alone.</param>
public sealed record PerformDueWorkCommand(params IReadOnlyList<Guid> DueWorkIds) : ICommand<Unit>
{
    AuditSubject IConcerns.Subject => AuditSubject.None;
}

internal sealed class PerformDueWorkHandler(
    RegulatiefDbContext db, WorkflowHost workflows, CaseMigration migration, CaseErasure erasure, AuditTrail trail, DangerCallTerm calls, Postbox postbox, TimeProvider time) : IRequestHandler<PerformDueWorkCommand, Unit>
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
        var subjects = await SubjectsAsync(due, cancellationToken);
        if (subjects.Count > 0) await workflows.ReadAheadAsync([.. due.Where(w => subjects.ContainsKey(w.SubjectId)).Select(w => cases[w.CaseId])], [.. subjects.Values.Distinct()], cancellationToken);
        foreach (var work in due) await PerformAsync(work, cases[work.CaseId], subjects, cancellationToken);
        return Unit.Value;
    }

    /// <summary>The instances that the promises are about, by what each is about: read once for all of them. What is gone is in none.</summary>
    private async Task<Dictionary<Guid, WorkflowInstanceId>> SubjectsAsync(List<DueWork> due, CancellationToken cancellationToken)
    {
        List<Guid> Of(params DueWorkKind[] kinds) => [.. due.Where(w => kinds.Contains(w.Kind)).Select(w => w.SubjectId)];

        var subjects = new Dictionary<Guid, WorkflowInstanceId>();
        if (Of(DueWorkKind.Bookmark, DueWorkKind.FollowUp) is { Count: > 0 } bookmarks)
            foreach (var bookmark in await db.Bookmarks.AsNoTracking().Where(b => bookmarks.Contains(b.Id)).Select(b => new { b.Id, b.InstanceId }).ToListAsync(cancellationToken))
                subjects.Add(bookmark.Id, bookmark.InstanceId);
        if (Of(DueWorkKind.Inbox) is { Count: > 0 } entries)
            foreach (var entry in await db.Inbox.AsNoTracking().Where(e => entries.Contains(e.Id)).Select(e => new { e.Id, e.InstanceId }).ToListAsync(cancellationToken))
                subjects.Add(entry.Id, entry.InstanceId);
        if (Of(DueWorkKind.IncidentRetry) is { Count: > 0 } incidents)
            foreach (var incident in await db.Incidents.AsNoTracking().Where(i => incidents.Contains(i.Id) && i.ResolvedAt == null).Select(i => new { i.Id, i.InstanceId }).ToListAsync(cancellationToken))
                subjects.Add(incident.Id, incident.InstanceId);

        var tasks = Of(DueWorkKind.TaskReminder, DueWorkKind.TaskEscalation).ConvertAll(HumanTaskId.From);
        if (tasks.Count > 0) await db.HumanTasks.Where(t => tasks.Contains(t.Id)).LoadAsync(cancellationToken);
        return subjects;
    }

    private async Task PerformAsync(DueWork work, Case @case, Dictionary<Guid, WorkflowInstanceId> subjects, CancellationToken cancellationToken)
    {
        trail.About(SubjectOf(work));
        db.Keep(work);
        await (work.Kind switch
        {
            DueWorkKind.Bookmark or DueWorkKind.FollowUp => subjects.TryGetValue(work.SubjectId, out var waiting)
                ? workflows.ResumeAsync(waiting, @case, work.SubjectId, [], cancellationToken) : Task.CompletedTask,
            DueWorkKind.TaskReminder => RemindAsync(work, @case, cancellationToken),
            DueWorkKind.TaskEscalation => db.EscalateAsync(work.SubjectId, @case, time.GetUtcNow(), cancellationToken),
            DueWorkKind.Inbox => subjects.TryGetValue(work.SubjectId, out var receiver) ? workflows.DeliverInboxAsync(receiver, @case, cancellationToken) : Task.CompletedTask,
            DueWorkKind.IncidentRetry => subjects.TryGetValue(work.SubjectId, out var failed)
                ? workflows.DecideAsync(failed, @case, new Stimulus.Retry(work.SubjectId), cancellationToken) : Task.CompletedTask,
            DueWorkKind.Migration => MigrateAsync(work, @case, cancellationToken),
            DueWorkKind.AgreementEnd => db.TellAgreementEndAsync(AgreementId.From(work.SubjectId), @case, time.GetUtcNow(), cancellationToken),
            DueWorkKind.DangerCall => db.CallOutAgainAsync(work.SubjectId, @case, time.GetUtcNow(), calls.AnswerWithin, cancellationToken),
            DueWorkKind.Erasure => EraseAsync(work, @case, cancellationToken),
            DueWorkKind.Calendar => TellCalendarsAsync(work, @case, cancellationToken),
            DueWorkKind.ContactSilence => db.NoticeSilenceAsync(work.SubjectId, @case, time.GetUtcNow(), cancellationToken),
            DueWorkKind.OwnReminder => db.RemindOwnerAsync(work.SubjectId, @case, time.GetUtcNow(), cancellationToken),
            DueWorkKind.Handover => db.HandOverWhenDueAsync(work.SubjectId, @case, time.GetUtcNow(), cancellationToken),
            DueWorkKind.EscalationAnswer => AnswerAsync(work, cancellationToken),
            DueWorkKind.VolunteerLeaving => db.LeaveWhenDueAsync(workflows, work.SubjectId, @case, time.GetUtcNow(), cancellationToken),
            _ => throw new InvalidOperationException($"Due work {work.Id} is of the unknown kind {work.Kind}."),
        });
    }

    private static AuditSubject SubjectOf(DueWork work) => work.Kind switch
    {
        DueWorkKind.TaskReminder or DueWorkKind.TaskEscalation => AuditSubject.Of<HumanTask>(work.CaseId, work.SubjectId),
        DueWorkKind.IncidentRetry => AuditSubject.Of<Incident>(work.CaseId, work.SubjectId),
        DueWorkKind.DangerCall => AuditSubject.Of<DangerCall>(work.CaseId, work.SubjectId),
        DueWorkKind.AgreementEnd => AuditSubject.Of<InformationSharingAgreement>(work.CaseId, work.SubjectId),
        DueWorkKind.Erasure => AuditSubject.Of<ErasureItem>(work.CaseId, work.SubjectId),
        DueWorkKind.Handover => AuditSubject.Of<CaseHandover>(work.CaseId, work.SubjectId),
        DueWorkKind.OwnReminder => AuditSubject.Of<OwnReminder>(work.CaseId, work.SubjectId),
        DueWorkKind.VolunteerLeaving => AuditSubject.Of<VolunteerLeaving>(work.CaseId, work.SubjectId),
        DueWorkKind.EscalationAnswer => AuditSubject.Of<EscalationBatchItem>(work.CaseId, work.SubjectId),
        DueWorkKind.Calendar => AuditSubject.Of<ThreeWayMeeting>(work.CaseId, work.SubjectId),
        _ => AuditSubject.Of<DueWork>(work.CaseId, work.Id),
    };

    private async Task MigrateAsync(DueWork work, Case @case, CancellationToken cancellationToken)
    {
        if (await db.MigratingCases.FindAsync([work.SubjectId], cancellationToken) is { } migrating) await migration.MoveAsync(migrating, @case, cancellationToken);
    }

    private async Task AnswerAsync(DueWork work, CancellationToken cancellationToken)
    {
        if (await db.EscalationBatchItems.FindAsync([work.SubjectId], cancellationToken) is { } item)
            await db.AnswerAsync(item, isTakenBack: work.Generation > 1, time.GetUtcNow(), cancellationToken);
    }

    private async Task EraseAsync(DueWork work, Case @case, CancellationToken cancellationToken)
    {
        if (await db.ErasureItems.FindAsync([work.SubjectId], cancellationToken) is { } item) await erasure.EraseAsync(item, @case, work.Id, cancellationToken);
    }

    /// <summary>By mail to those who have an address, while it is of use. Of several changes in turn the last is told.</summary>
    private async Task TellCalendarsAsync(DueWork work, Case @case, CancellationToken cancellationToken)
    {
        if (await db.Meetings.FindAsync([MeetingId.From(work.SubjectId)], cancellationToken) is not { LastAgreed: { } when } meeting || meeting.Sequence != work.Generation) return;

        if (when.EndsAt <= time.GetUtcNow()) return;
        var isCalledOff = meeting.Agreed is null || meeting.Status == MeetingStatus.Cancelled;
        foreach (var person in @case.PeopleAtTable().Concat(meeting.GuestId is { } guest ? [new PersonInRole(guest, AccountRole.Volunteer)] : []))
        {
            if (await db.Accounts.FindAsync([person.AccountId], cancellationToken) is { IsActive: true } account && postbox.Reaches(account))
                postbox.Promise(db, person, meeting, isCalledOff, when.EndsAt);
        }
    }

    private async Task RemindAsync(DueWork work, Case @case, CancellationToken cancellationToken)
    {
        if (await OpenTaskAsync(work, cancellationToken) is not { } task) return;

        task.RemindedAt = time.GetUtcNow();
        foreach (var person in await db.PeopleOfAsync(task, @case, cancellationToken))
            Notify(person, NoticeKind.TaskReminder, task);
    }

    private async Task<HumanTask?> OpenTaskAsync(DueWork work, CancellationToken cancellationToken) =>
        await db.HumanTasks.FindAsync([HumanTaskId.From(work.SubjectId)], cancellationToken) is { IsOpen: true } task ? task : null;

    private void Notify(PersonInRole person, NoticeKind kind, HumanTask task) =>
        db.Notices.Add(new Notice { AccountId = person.AccountId, Role = person.Role, Kind = kind, CaseId = task.CaseId, SubjectId = task.Id.Value, At = time.GetUtcNow() });
}
