using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.FollowUps;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;

namespace Regulatief.Cases.Workflows.Transitions;

/// <summary>The one place where transitions are written. All of one goes into the command's transaction, with whatever else the command changed.</summary>
public sealed class TransitionStore(RegulatiefDbContext db)
{
    /// <summary>Puts all of it in the context, which the pipeline saves once. Decides nothing: what is written is what the transition says.</summary>
    /// <param name="case">The one of the snapshot, as the context tracks it.</param>
    public async Task CommitAsync(Transition transition, Case @case, CancellationToken cancellationToken)
    {
        if (!transition.IsMatched) return;

        var closes = !@case.IsClosed && transition.Case.ClosedAt is not null;
        @case.Become(transition.Case);
        WriteInstances(transition);
        WriteRows(transition);
        await ChangeTasksAsync(transition, cancellationToken);
        await ChangeFollowUpsAsync(transition, cancellationToken);
        await SettleIncidentsAsync(transition, cancellationToken);
        await CallOffMessagesAsync(transition, cancellationToken);
        await RenameAsync(transition, cancellationToken);
        for (var raised = 0; raised < transition.EscalationsRaised; raised++) await db.EscalateAsync(@case, transition.At, cancellationToken);
        if (closes) await db.EndEscalationsAsync(@case.Id, transition.At, cancellationToken);
    }

    private void WriteInstances(Transition transition)
    {
        foreach (var change in transition.Instances)
        {
            if (change.Read is not { } read)
            {
                db.Instances.Add(StoredInstance.Of(change, transition.Case.Id, transition.At));
                continue;
            }

            var stored = db.Instances.Local.FindEntry(change.Id)?.Entity;
            if (stored is null) db.Instances.Attach(stored = StoredInstance.Of(read, transition.Case.Id));
            stored.Become(change.After, transition.At);
        }
    }

    private void WriteRows(Transition transition)
    {
        db.Bookmarks.AddRange(transition.BookmarksMade);
        foreach (var burned in transition.BookmarksBurned) db.Bookmarks.Remove(db.Bookmarks.Local.FindEntry(burned.Id)?.Entity ?? burned);
        db.Journal.AddRange(transition.Journal);
        db.Incidents.AddRange(transition.Incidents);
        db.HumanTasks.AddRange(transition.TasksOpened);
        db.Meetings.AddRange(transition.MeetingsPlanned);
        db.FollowUps.AddRange(transition.FollowUpsMade);
        db.Inbox.AddRange(transition.InboxKept);
        foreach (var taken in transition.InboxTaken) db.Inbox.Remove(db.Inbox.Local.FindEntry(taken.Id)?.Entity ?? taken);
        db.Outbox.AddRange(transition.MessagesAsked);
        db.Timeline.AddRange(transition.Told);
        db.DueWork.AddRange(transition.PromisesMade);
        foreach (var ended in transition.PromisesEnded) db.DueWork.Remove(Row(ended, transition.Case.Id));
        foreach (var (promised, dueAt, suspendedAt) in transition.PromisesMoved)
        {
            var row = Row(promised, transition.Case.Id);
            (row.DueAt, row.SuspendedAt) = (dueAt, suspendedAt);
        }
    }

    private async Task ChangeTasksAsync(Transition transition, CancellationToken cancellationToken)
    {
        var dueOn = transition.TasksMoved.ToDictionary(t => t.Id, t => t.DueOn);
        List<HumanTaskId> changed = [.. transition.TasksCancelled, .. dueOn.Keys];
        if (changed.Count > 0)
        {
            var tasks = await db.HumanTasks.Where(t => changed.Contains(t.Id)).ToListAsync(cancellationToken);
            foreach (var task in tasks)
            {
                if (dueOn.TryGetValue(task.Id, out var moved)) task.DueOn = moved;
                if (transition.TasksCancelled.Contains(task.Id)) task.Cancel(transition.At);
            }

            await db.EndWithAsync(tasks, transition.At, cancellationToken);
        }

        if (transition.MeetingsCancelled.Count == 0) return;
        foreach (var meeting in await db.Meetings.Where(m => transition.MeetingsCancelled.Contains(m.Id)).ToListAsync(cancellationToken))
        {
            meeting.Cancel();
            if (meeting.Agreed is not null) db.PromiseCalendars(meeting, transition.At);
        }
    }

    private async Task ChangeFollowUpsAsync(Transition transition, CancellationToken cancellationToken)
    {
        var ended = transition.FollowUpsEnded.ToDictionary(f => f.Id, f => f.Status);
        var dueAt = transition.FollowUpsMoved.ToDictionary(f => f.Id, f => f.DueAt);
        List<Guid> changed = [.. ended.Keys, .. dueAt.Keys];
        if (changed.Count == 0) return;
        foreach (var followUp in await db.FollowUps.Where(f => changed.Contains(f.Id)).ToListAsync(cancellationToken))
        {
            if (ended.TryGetValue(followUp.Id, out var status)) followUp.Status = status;
            if (dueAt.TryGetValue(followUp.Id, out var moved)) followUp.DueAt = moved;
        }
    }

    private async Task SettleIncidentsAsync(Transition transition, CancellationToken cancellationToken)
    {
        if (transition.IncidentsSettled.Count == 0) return;
        foreach (var settled in await db.Incidents.Where(i => transition.IncidentsSettled.Contains(i.Id)).ToListAsync(cancellationToken)) settled.Resolve(transition.At);
    }

    private async Task CallOffMessagesAsync(Transition transition, CancellationToken cancellationToken)
    {
        if (transition.MessagesCalledOff.Count == 0) return;
        db.Outbox.RemoveRange(await db.Outbox.Where(m => transition.MessagesCalledOff.Contains(m.Id)).ToListAsync(cancellationToken));
    }

    /// <summary>The rows that name an activity of an instance follow it to its new id in another version.</summary>
    private async Task RenameAsync(Transition transition, CancellationToken cancellationToken)
    {
        if (transition.Renamed is not { NewIds.Count: > 0 } renamed) return;
        var id = transition.Instances.Single().Id;
        foreach (var bookmark in await db.Bookmarks.Where(b => b.InstanceId == id).ToListAsync(cancellationToken)) bookmark.ActivityId = renamed.IdOf(bookmark.ActivityId);
        foreach (var incident in await db.Incidents.Where(i => i.InstanceId == id && i.ResolvedAt == null).ToListAsync(cancellationToken))
            incident.ActivityId = renamed.IdOf(incident.ActivityId);
        foreach (var task in await db.HumanTasks.Where(t => t.InstanceId == id && t.Status == HumanTaskStatus.Open).ToListAsync(cancellationToken))
            task.ActivityId = task.ActivityId is { } old ? renamed.IdOf(old) : null;
        foreach (var followUp in await db.FollowUps.Where(f => f.InstanceId == id && f.Status == FollowUpStatus.Waiting).ToListAsync(cancellationToken))
            followUp.ActivityId = renamed.IdOf(followUp.ActivityId);
    }

    /// <summary>The row of a promise: the one that the command has in hand, or one that is known by what was read.</summary>
    private DueWork Row(Promised promised, CaseId caseId)
    {
        if (db.DueWork.Local.FindEntry(promised.Id) is { } tracked) return tracked.Entity;
        var row = Promise.AsRead(promised, caseId);
        db.DueWork.Attach(row);
        return row;
    }
}
