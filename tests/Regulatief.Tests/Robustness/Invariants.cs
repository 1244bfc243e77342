using System.Data;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.FollowUps;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Idempotency;
using Regulatief.Cases.Outbox;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Instances;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Robustness;

/// <summary>What must hold of the rows whatever was done to the product, as I1 to I6 of <c>docs/reliability.md</c>. Each breach is one line that begins with its number.</summary>
internal sealed class Invariants
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Between deciding and telling: a process may be stopped for a minute in the middle of it.</summary>
    private static readonly TimeSpan ToldWithin = TimeSpan.FromMinutes(3);

    // A program asks the database's clock while it works, and may find its own some time ahead.
    private static readonly TimeSpan ClockStep = TimeSpan.FromSeconds(5);

    private readonly List<string> _broken = [];
    private readonly DateTimeOffset _now;
    private readonly Rows _rows;
    private readonly Ledger? _ledger;
    private readonly IReadOnlyCollection<SentCommand> _sentBefore;

    private Invariants(Rows rows, DateTimeOffset now, Ledger? ledger, IReadOnlyCollection<SentCommand> sentBefore) =>
        (_rows, _now, _ledger, _sentBefore) = (rows, now, ledger, sentBefore);

    /// <param name="now">By the clock that the product ran on.</param>
    /// <param name="ledger">Of the driver that sent every command of its actors with a key; null when there was none.</param>
    public static async Task<IReadOnlyList<string>> BrokenInAsync(RegulatiefHost host, DateTimeOffset now, Ledger? ledger = null)
    {
        // What is acknowledged by now must be in the rows; what is in the rows may be acknowledged a moment later.
        var sent = ledger?.Lines ?? [];
        var rows = await host.ReadAsync(db => Rows.ReadAsync(db, TestContext.Current.CancellationToken));
        var invariants = new Invariants(rows, now, ledger, sent);
        invariants.Check();
        return invariants._broken;
    }

    private void Check()
    {
        foreach (var stored in _rows.Instances)
        {
            var instance = InstanceSerializer.Read(stored.StateJson);
            JournalTellsTheState(stored, instance);
            if (stored.Status == WorkflowStatus.Running) WaitsOnce(stored);
            else NothingIsOpenOf(stored);
            IsNotStuck(stored);
        }

        NothingWaitsForNobody();
        CommandsAreThereOnce();
        MessagesAreSentOrPromised();
        ChangesAreAudited();
        DueWorkIsDone();
    }

    /// <summary>I1: the journal has no gap, and folding it gives the visits and waits that the state holds.</summary>
    private void JournalTellsTheState(StoredInstance stored, WorkflowInstance instance)
    {
        var journal = _rows.Journal[stored.Id].OrderBy(e => e.Sequence).ToList();
        if (!journal.Select(e => e.Sequence).SequenceEqual(Enumerable.Range(1, journal.Count)))
            Break(1, stored, $"its journal reads {string.Join(',', journal.Select(e => e.Sequence))}");
        if (stored.HasBegun && instance.JournalSequence != journal.Count)
            Break(1, stored, $"its state is of entry {instance.JournalSequence}, its journal ends at {journal.Count}");
        if (stored.HasBegun && (stored.Status, stored.SubStatus) != (instance.Status, instance.SubStatus))
            Break(1, stored, $"its row is {stored.SubStatus}, its state {instance.SubStatus}");

        // To another version of its definition a visit moves as it is.
        var last = journal.Where(e => e.Event != JournalEvent.Moved).GroupBy(e => e.ActivityExecutionId).ToDictionary(entries => entries.Key, entries => entries.Last().Event);
        Same(1, stored, "visits are open", [.. last.Where(e => e.Value is not (JournalEvent.Completed or JournalEvent.Canceled)).Select(e => e.Key)],
            [.. instance.Executions.Where(e => e.Status is not (ActivityStatus.Completed or ActivityStatus.Canceled)).Select(e => e.Id)]);
        Same(1, stored, "visits have failed", [.. last.Where(e => e.Value == JournalEvent.Faulted).Select(e => e.Key)],
            [.. instance.Executions.Where(e => e.Status == ActivityStatus.Faulted).Select(e => e.Id)]);
        Same(1, stored, "visits wait", [.. last.Where(e => e.Value == JournalEvent.Suspended).Select(e => e.Key)],
            [.. instance.Bookmarks.Select(b => b.ActivityExecutionId).Distinct()]);
        Same(1, stored, "bookmarks are kept", [.. _rows.Bookmarks[stored.Id].Select(b => b.Id)], [.. instance.Bookmarks.Select(b => b.Id)]);
        Same(1, stored, "incidents are open", [.. _rows.OpenIncidents[stored.Id].Select(i => i.Id)], [.. instance.Incidents.Select(i => i.Id)]);
    }

    /// <summary>I3: each place where a live instance waits has exactly one thing that ends the wait.</summary>
    private void WaitsOnce(StoredInstance stored)
    {
        foreach (var bookmark in _rows.Bookmarks[stored.Id])
        {
            var timers = _rows.DueWork.Count(w => (w.Kind is DueWorkKind.Bookmark or DueWorkKind.FollowUp) && w.SubjectId == bookmark.Id);
            if (timers != (bookmark.DueAt is null ? 0 : 1)) Break(3, stored, $"bookmark {bookmark.Id} has {timers} timers");

            var wakers = bookmark.Name switch
            {
                "Regulatief.FollowUp" => _rows.FollowUps.Count(f => f.BookmarkId == bookmark.Id && f.Status == FollowUpStatus.Waiting),
                "Elsa.ExecuteWorkflow" => _rows.Instances.Count(i => i.ReplyTo == bookmark.Id && i.Status == WorkflowStatus.Running)
                    + _rows.Inbox.Count(e => e.BookmarkId == bookmark.Id),
                _ when bookmark.Name.StartsWith("Regulatief.", StringComparison.Ordinal) => _rows.OpenTasks.Count(t => t.BookmarkId == bookmark.Id),
                _ => 1,
            };
            if (wakers != 1) Break(3, stored, $"bookmark {bookmark.Id} of {bookmark.ActivityId} has {wakers} things to wake it");
        }
    }

    private void NothingIsOpenOf(StoredInstance stored)
    {
        var open = _rows.Bookmarks[stored.Id].Count() + _rows.OpenIncidents[stored.Id].Count() + _rows.OpenTasks.Count(t => t.InstanceId == stored.Id)
            + _rows.FollowUps.Count(f => f.InstanceId == stored.Id && f.Status == FollowUpStatus.Waiting);
        if (open > 0) Break(3, stored, $"it is {stored.SubStatus}, and {open} things of it are open");
        if (stored.SubStatus == WorkflowSubStatus.Cancelled && _rows.Instances.Any(i => i.ParentId == stored.Id && i.Status == WorkflowStatus.Running))
            Break(3, stored, "it was cancelled, and what it started goes on");
    }

    /// <summary>I3, from the other side: whatever is open belongs to something that is there.</summary>
    private void NothingWaitsForNobody()
    {
        var instances = _rows.Instances.Select(i => i.Id).ToHashSet();
        var bookmarks = _rows.Bookmarks.SelectMany(b => b).Select(b => b.Id).ToHashSet();
        var tasks = _rows.OpenTasks.Select(t => t.Id.Value).ToHashSet();
        var incidents = _rows.OpenIncidents.SelectMany(i => i).Select(i => i.Id).ToHashSet();
        _broken.AddRange(_rows.Bookmarks.Where(b => !instances.Contains(b.Key)).Select(b => $"I3 bookmarks of an instance {b.Key} that is not there"));
        _broken.AddRange(_rows.Inbox.Where(e => !instances.Contains(e.InstanceId)).Select(e => $"I3 {e.Id} waits in the inbox of an instance that is not there"));
        _broken.AddRange(_rows.OpenTasks.Where(t => t.BookmarkId is { } id && !bookmarks.Contains(id)).Select(t => $"I3 task {t.Id} is open and nothing waits for it"));
        _broken.AddRange(_rows.Escalations.Where(e => e.IsOpen && e.TaskId is not null && !tasks.Contains(e.SubjectId)).Select(e => $"I3 escalation {e.Id} is open about a task that is not"));
        _broken.AddRange(_rows.DueWork.Where(IsOrphan).Select(w => $"I3 {w.Kind} {w.Id} is due for what is no longer there"));

        bool IsOrphan(DueWork work) => work.Kind switch
        {
            DueWorkKind.Bookmark or DueWorkKind.FollowUp => !bookmarks.Contains(work.SubjectId),
            DueWorkKind.TaskReminder => !tasks.Contains(work.SubjectId),
            DueWorkKind.TaskEscalation => !tasks.Contains(work.SubjectId) && !_rows.Escalations.Exists(e => e.TaskId is null && e.SubjectId == work.SubjectId),
            DueWorkKind.IncidentRetry => !incidents.Contains(work.SubjectId),
            // An event that another delivery took leaves its promise, which then does nothing.
            _ => false,
        };
    }

    /// <summary>I2: what was acknowledged is there, what is there was sent, and nothing was done twice.</summary>
    private void CommandsAreThereOnce()
    {
        if (_ledger is null) return;
        var actors = _ledger.Lines.Select(l => l.ActorId).ToHashSet();
        var kept = _rows.Idempotency.Where(r => actors.Contains(r.ActorId)).ToDictionary(r => (r.ActorId, r.Key));
        foreach (var sent in _sentBefore)
        {
            var record = kept.GetValueOrDefault((sent.ActorId, sent.Key));
            if (sent.IsAcknowledged && record is not { HasResult: true }) _broken.Add($"I2 {sent.Command} {sent.Key} was acknowledged and is not there");
            else if (sent.ResultId is { } id && record is not null && !record.ResultJson!.Contains(id.ToString(), StringComparison.OrdinalIgnoreCase))
                _broken.Add($"I2 {sent.Command} {sent.Key} was answered with {id}, and kept as {record.ResultJson}");
        }

        var lines = _ledger.Lines.Select(l => (l.ActorId, l.Key)).ToHashSet();
        _broken.AddRange(kept.Where(r => !lines.Contains(r.Key)).Select(r => $"I2 {r.Value.Command} {r.Key.Key} is there and was never sent"));

        var done = _rows.Changes.Where(a => actors.Contains(a.ActorId)).GroupBy(a => (a.ActorId, a.Action)).ToDictionary(g => g.Key, g => g.Count());
        foreach (var group in kept.Values.GroupBy(r => (r.ActorId, r.Command)))
        {
            var times = done.GetValueOrDefault(group.Key);
            if (times != group.Count()) _broken.Add($"I2 {group.Key.Command} of {group.Key.ActorId} has {group.Count()} keys and was done {times} times");
        }

        var completions = kept.Values.Where(r => r.Command == nameof(CompleteHumanTaskCommand)).Select(r => r.ResultOf<CompleteHumanTaskResult>().TaskId.Value).ToList();
        var completed = _rows.CompletedTasks.Where(t => t.CompletedById is { } by && actors.Contains(by) && t.Kind is HumanTaskKind.Intake or HumanTaskKind.CaseTask);
        if (!completions.Order().SequenceEqual(completed.Select(t => t.Id.Value).Order())) _broken.Add("I2 the tasks that are done are not the tasks that were asked to be done");
    }

    /// <summary>I4: each message to a system outside was sent, or is promised once; and nothing is promised of one that was.</summary>
    private void MessagesAreSentOrPromised()
    {
        foreach (var message in _rows.Outbox)
        {
            var promises = _rows.DueWork.Count(w => w.Kind == DueWorkKind.Outbox && w.SubjectId == message.Id);
            if (promises != (message.SentAt is null ? 1 : 0)) _broken.Add($"I4 message {message.Id}, sent at {message.SentAt:O}, is promised {promises} times");
        }

        var messages = _rows.Outbox.Select(m => m.Id).ToHashSet();
        _broken.AddRange(_rows.DueWork.Where(w => w.Kind == DueWorkKind.Outbox && !messages.Contains(w.SubjectId)).Select(w => $"I4 {w.Id} promises a message that is not there"));
        _broken.AddRange(_rows.Bookmarks.SelectMany(b => b).Where(b => b.Name == "Elsa.RunTask" && !messages.Contains(b.Id)).Select(b => $"I4 bookmark {b.Id} waits for an answer to what was never asked"));
    }

    /// <summary>I5: what changed is in the audit log, each by a row of its own: which case was begun, what moved it, which task was done by whom.</summary>
    private void ChangesAreAudited()
    {
        var changes = _rows.Changes.Where(a => a.CaseId is not null).ToLookup(a => a.CaseId!.Value);
        foreach (var of in _rows.Instances.GroupBy(i => i.CaseId))
        {
            var begun = changes[of.Key].Count(a => a.Action == nameof(StartCaseCommand) && a.SubjectId == of.Key.Value);
            if (begun != 1) _broken.Add($"I5 {begun} rows tell that case {of.Key} was begun");
            MovesAreAudited(of.Key, [.. of.SelectMany(i => _rows.Journal[i.Id]).Select(e => e.At).Distinct().Order()], [.. changes[of.Key]]);
        }

        foreach (var task in _rows.CompletedTasks.Where(t => t.CompletedById is not null))
            if (!changes[task.CaseId].Any(a => Tells(a, task) && a.At >= task.CompletedAt - ClockStep && a.At <= task.CompletedAt + ToldWithin))
                _broken.Add($"I5 nothing tells that {task.CompletedById} did task {task.Id}");
    }

    /// <summary>Commands on one case wait for each other: the row of what moved it is there before the next one moves it.</summary>
    private void MovesAreAudited(CaseId caseId, List<DateTimeOffset> moves, List<AuditEntry> changes)
    {
        foreach (var (index, at) in moves.Index())
        {
            var next = moves.Skip(index + 1).SkipWhile(later => later <= at + ClockStep).Cast<DateTimeOffset?>().FirstOrDefault();
            var until = next is { } then && then < at + ToldWithin ? then : at + ToldWithin;
            if (!changes.Exists(a => a.At >= at - ClockStep && a.At <= until)) _broken.Add($"I5 nothing tells who moved case {caseId} at {at:O}");
        }
    }

    /// <summary>What the system ended, as when a volunteer's signals end with the pairing, is told by what somebody did in the case.</summary>
    private static bool Tells(AuditEntry row, HumanTask task) =>
        task.CompletedById == Actor.System.AccountId || (row.ActorId == task.CompletedById && IsAbout(row, task));

    /// <summary>A task that ends by a command of its own kind is told by what that was about.</summary>
    private static bool IsAbout(AuditEntry row, HumanTask task) => row.SubjectId == task.Id.Value
        || (task.Kind == HumanTaskKind.Agreement && row.SubjectType == nameof(InformationSharingAgreement))
        || (task.Kind is not (HumanTaskKind.Intake or HumanTaskKind.CaseTask) && (row.SubjectId == task.SubjectId || row.SubjectId == task.CaseId.Value));

    /// <summary>I6: what runs has something that will move it.</summary>
    private void IsNotStuck(StoredInstance stored)
    {
        if (stored.Status != WorkflowStatus.Running || stored.UpdatedAt > _now - Patience) return;
        var isToStart = !stored.HasBegun && _rows.Inbox.Any(e => e.InstanceId == stored.Id && _rows.DueWork.Any(w => w.SubjectId == e.Id));
        if (!isToStart && !_rows.Bookmarks[stored.Id].Any() && !_rows.OpenIncidents[stored.Id].Any()) Break(6, stored, "it runs, and nothing will move it");
    }

    private void DueWorkIsDone() => _broken.AddRange(_rows.DueWork
        .Where(w => w.SuspendedAt is null && w.ParkedAt is null && w.DueAt < _now - Patience && (w.RetryAt is null || w.RetryAt < _now - Patience))
        .Select(w => $"I6 {w.Kind} {w.Id} was due at {w.DueAt:O} and was not done"));

    private void Same(int number, StoredInstance stored, string what, List<Guid> told, List<Guid> kept)
    {
        if (!told.Order().SequenceEqual(kept.Order())) Break(number, stored, $"{told.Count} {what} by its rows, {kept.Count} by its state");
    }

    private void Break(int number, StoredInstance stored, string what) => _broken.Add($"I{number} instance {stored.Id} of {stored.DefinitionId}: {what}");

    private sealed record Rows(
        List<StoredInstance> Instances,
        ILookup<WorkflowInstanceId, StoredBookmark> Bookmarks,
        ILookup<WorkflowInstanceId, StoredJournalEntry> Journal,
        ILookup<WorkflowInstanceId, StoredIncident> OpenIncidents,
        List<InboxEvent> Inbox,
        List<OutboxMessage> Outbox,
        List<DueWork> DueWork,
        List<HumanTask> OpenTasks,
        List<HumanTask> CompletedTasks,
        List<Escalation> Escalations,
        List<FollowUp> FollowUps,
        List<AuditEntry> Changes,
        List<IdempotencyRecord> Idempotency)
    {
        /// <summary>Of one moment, also while a server's other clients go on.</summary>
        public static Task<Rows> ReadAsync(RegulatiefDbContext db, CancellationToken cancellationToken) =>
            db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                await using var moment = db.Database.IsSqlite() ? null : await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
                return await ReadAllAsync(db, cancellationToken);
            });

        private static async Task<Rows> ReadAllAsync(RegulatiefDbContext db, CancellationToken cancellationToken)
        {
            db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
            var tasks = await db.HumanTasks.ToListAsync(cancellationToken);
            return new Rows(
                await db.Instances.ToListAsync(cancellationToken),
                (await db.Bookmarks.ToListAsync(cancellationToken)).ToLookup(b => b.InstanceId),
                (await db.Journal.ToListAsync(cancellationToken)).ToLookup(e => e.InstanceId),
                (await db.Incidents.Where(i => i.ResolvedAt == null).ToListAsync(cancellationToken)).ToLookup(i => i.InstanceId),
                await db.Inbox.ToListAsync(cancellationToken),
                await db.Outbox.ToListAsync(cancellationToken),
                await db.DueWork.ToListAsync(cancellationToken),
                [.. tasks.Where(t => t.IsOpen)],
                [.. tasks.Where(t => t.Status == HumanTaskStatus.Completed)],
                await db.Escalations.ToListAsync(cancellationToken),
                await db.FollowUps.ToListAsync(cancellationToken),
                await db.AuditEntries.Where(a => a.Kind == AuditKind.Change).ToListAsync(cancellationToken),
                await db.IdempotencyRecords.ToListAsync(cancellationToken));
        }
    }
}
