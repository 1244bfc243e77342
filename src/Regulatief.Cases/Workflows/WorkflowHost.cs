using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Outbox;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Workflows.Activities;
using Regulatief.Cases.Workflows.Effects;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Stimuli;

namespace Regulatief.Cases.Workflows;

/// <summary>Runs a case's workflows in the caller's transaction: loads, calculates, and puts all that must become true into the context. Saves nothing.</summary>
/// <remarks>Every case given must be loaded with <see cref="CaseQueries.ForChange(IQueryable{Case}, CaseId)"/>, after its version was raised.</remarks>
public sealed class WorkflowHost(RegulatiefDbContext db, DefinitionLibrary definitions, WorkflowRunner runner, TimeProvider time)
{
    private const string EventBookmark = "Elsa.Event";
    private const string RunTaskBookmark = "Elsa.RunTask";

    /// <summary>Workflows that started each other, one below the other: more is one that starts itself without end.</summary>
    public const int MaxDepth = 20;

    /// <summary>Tasks of which all promises are in the context.</summary>
    private readonly HashSet<Guid> _readWithPromises = [];

    /// <summary>Starts the published version of a definition for this case.</summary>
    /// <param name="input">The workflow's inputs; null for none.</param>
    /// <exception cref="NotFoundException">Nothing of that name is published.</exception>
    public async Task<WorkflowInstanceId> StartAsync(
        Case @case, string definitionId, JsonObject? input, RiskSignalId? signalId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var version = await DefinitionLibrary.PublishedVersionAsync(db, definitionId, cancellationToken);
        var stored = StoredInstance.Of(WorkflowInstance.New(Guid.CreateVersion7(), definitionId, version), @case.Id, now, signalId);
        db.Instances.Add(stored);
        await RunAsync(stored, @case, new Stimulus.Start(input), cancellationToken);
        return stored.Id;
    }

    /// <summary>The task with its case, the instance that waits for it and what was promised about it: all that its completion changes, in one query.</summary>
    /// <exception cref="NotFoundException">There is none, or it is not this actor's.</exception>
    public async Task<HumanTask> TaskToCompleteAsync(HumanTaskId id, Actor actor, CancellationToken cancellationToken)
    {
        // A row for each promise, of one and the same task. Through an object: the one id is a Guid, the other of its own type, and their columns are alike.
        var read = await db.HumanTasks.WithCaseForChange(id).VisibleTo(actor)
            .LeftJoin(db.Instances, t => t.InstanceId, i => i.Id, (task, instance) => new { Task = task, Instance = instance })
            .LeftJoin(db.DueWork, x => (Guid)(object)x.Task.Id, w => w.SubjectId, (x, promise) => new { x.Task, x.Instance, Promise = promise })
            .ToListAsync(cancellationToken);
        if (read.Count == 0) throw new NotFoundException(nameof(HumanTask), id);
        _readWithPromises.Add(id.Value);
        return read[0].Task;
    }

    /// <summary>Ends the task with this outcome, takes its promises back and wakes the workflow that waits for it.</summary>
    /// <param name="by">The account that did it.</param>
    /// <param name="answer">What the activity reads beside the outcome; null for nothing.</param>
    /// <exception cref="ConcurrencyConflictException">The task was done already.</exception>
    public async Task CompleteTaskAsync(HumanTask task, Case @case, string outcome, Guid by, JsonObject? answer, CancellationToken cancellationToken)
    {
        task.Complete(outcome, by, time.GetUtcNow());
        await db.EndWithAsync([task], time.GetUtcNow(), cancellationToken);
        if (task is not { InstanceId: { } instanceId, BookmarkId: { } bookmarkId })
        {
            await TakeBackPromisesAsync([task.Id.Value], cancellationToken);
            return;
        }

        var input = answer ?? [];
        input["outcome"] = outcome;
        if (!await ResumeAsync(instanceId, @case, bookmarkId, input, cancellationToken))
            throw new InvalidOperationException($"Task {task.Id} was open, but instance {instanceId} did not wait at bookmark {bookmarkId}.");
    }

    /// <summary>Wakes one bookmark.</summary>
    /// <returns>False when the instance no longer waits there: someone was first.</returns>
    public async Task<bool> ResumeAsync(WorkflowInstanceId id, Case @case, Guid bookmarkId, JsonObject input, CancellationToken cancellationToken)
    {
        var stored = await InstanceAsync(id, cancellationToken);
        return await RunAsync(stored, @case, new Stimulus.Resume(bookmarkId, input), cancellationToken);
    }

    /// <summary>Publishes an event to the case's running cycle. One that comes before its bookmark waits in the instance's inbox.</summary>
    /// <exception cref="CaseRuleException"><c>case-not-running</c>: the case has no running cycle.</exception>
    public async Task PublishAsync(Case @case, string eventName, CancellationToken cancellationToken)
    {
        if (!await PublishIfRunningAsync(@case, eventName, cancellationToken)) throw new CaseRuleException("case-not-running", @case.Number);
    }

    /// <summary>The same for what may happen without a cycle too.</summary>
    /// <returns>False when the case has no running cycle.</returns>
    public async Task<bool> PublishIfRunningAsync(Case @case, string eventName, CancellationToken cancellationToken)
    {
        var cycle = await db.Instances.SingleOrDefaultAsync(
            i => i.CaseId == @case.Id && i.RiskSignalId == null && i.ParentId == null && i.Status == WorkflowStatus.Running, cancellationToken);
        if (cycle is null) return false;

        if (!await RunAsync(cycle, @case, new Stimulus.Event(eventName), cancellationToken)) Keep(cycle, @case, eventName, null);
        return true;
    }

    /// <summary>Hands an instance what others put in its inbox. An event that nothing waits for yet stays there.</summary>
    /// <exception cref="NotFoundException">It is to start a workflow of which nothing is published.</exception>
    public async Task DeliverInboxAsync(WorkflowInstanceId id, Case @case, CancellationToken cancellationToken)
    {
        var stored = await InstanceAsync(id, cancellationToken);
        foreach (var waiting in await db.Inbox.Where(e => e.InstanceId == id).OrderBy(e => e.ArrivedAt).ThenBy(e => e.Id).ToListAsync(cancellationToken))
        {
            if (stored.Status == WorkflowStatus.Finished)
            {
                db.Inbox.Remove(waiting);
                continue;
            }

            if (waiting.Kind == InboxKind.Start) await stored.TakeVersionAsync(() => DefinitionLibrary.PublishedVersionAsync(db, stored.DefinitionId, cancellationToken));
            var isTaken = await RunAsync(stored, @case, StimulusIn(waiting), cancellationToken);
            if (isTaken || waiting.Kind != InboxKind.Event) db.Inbox.Remove(waiting);
        }
    }

    /// <summary>Carries out what was decided about a failed activity.</summary>
    /// <returns>False when nothing was left to decide.</returns>
    public async Task<bool> DecideAsync(StoredIncident incident, Case @case, Stimulus decision, CancellationToken cancellationToken) =>
        await RunAsync(await InstanceAsync(incident.InstanceId, cancellationToken), @case, decision, cancellationToken);

    private async Task<StoredInstance> InstanceAsync(WorkflowInstanceId id, CancellationToken cancellationToken) =>
        await db.Instances.FindAsync([id], cancellationToken) ?? throw new NotFoundException(nameof(WorkflowInstance), id);

    private async Task<bool> RunAsync(StoredInstance stored, Case @case, Stimulus stimulus, CancellationToken cancellationToken)
    {
        var definition = await definitions.GetAsync(db, stored.DefinitionId, stored.DefinitionVersion, cancellationToken);
        var now = time.GetUtcNow();
        var result = runner.Run(new RunRequest
        {
            Definition = definition,
            Instance = InstanceSerializer.Read(stored.StateJson),
            Stimulus = stimulus,
            Facts = CaseFacts.Of(@case, now),
            Now = now,
            Seed = BitConverter.ToInt64(Guid.NewGuid().ToByteArray()),
        });
        if (!result.Matched) return false;

        stored.Become(result.Instance, now);
        var scope = new EffectScope(db, @case, stored, now);
        Record(scope, result);
        if (result.IncidentsResolved.Count > 0)
            foreach (var settled in await db.Incidents.Where(i => result.IncidentsResolved.Contains(i.Id)).ToListAsync(cancellationToken)) settled.Resolve(now);
        await BurnAsync(scope, result, cancellationToken);
        foreach (var effect in result.Effects.OfType<CaseEffect>()) await effect.ApplyAsync(scope, cancellationToken);
        if (@case.IsPaused)
            foreach (var promise in db.DueWork.Local.Where(w => w.CaseId == @case.Id && w.Kind != DueWorkKind.Inbox)) promise.IsSuspended = true;
        foreach (var published in result.Effects.OfType<PublishEventEffect>()) await SpreadAsync(scope, published, cancellationToken);
        var starts = result.Effects.OfType<StartWorkflowEffect>().ToList();
        if (starts.Count > 0) await RefuseIfTooDeepAsync(stored, starts[0].DefinitionId, cancellationToken);
        foreach (var start in starts) Begin(scope, start);
        foreach (var asked in result.Effects.OfType<RunTaskEffect>()) Ask(scope, asked);
        await TakeEarlyEventsAsync(scope, result, cancellationToken);
        if (stored.Status == WorkflowStatus.Finished) await EndAsync(scope, result.Instance, cancellationToken);
        return true;
    }

    private static void Record(EffectScope scope, RunResult result)
    {
        var (db, id) = (scope.Db, scope.Instance.Id);
        var burned = result.BookmarksBurned.Select(b => b.Id).ToHashSet();
        foreach (var bookmark in result.BookmarksCreated.Where(b => !burned.Contains(b.Id)))
        {
            db.Bookmarks.Add(StoredBookmark.Of(bookmark, id));
            if (bookmark.DueAt is { } dueAt)
                db.DueWork.Add(new DueWork { Kind = DueWorkKind.Bookmark, CaseId = scope.Case.Id, SubjectId = bookmark.Id, DueAt = dueAt });
        }

        db.Journal.AddRange(result.Journal.Select(entry => StoredJournalEntry.Of(entry, id)));
        db.Incidents.AddRange(result.Incidents.Select(incident => StoredIncident.Of(incident, id)));
    }

    /// <summary>Ends what waited at bookmarks that are gone: their rows, and the tasks, meetings and follow-ups that only they kept open.</summary>
    /// <remarks>Asks the database only for what a bookmark of that kind can have; most transitions burn one that has nothing left to end.</remarks>
    private async Task BurnAsync(EffectScope scope, RunResult result, CancellationToken cancellationToken)
    {
        var created = result.BookmarksCreated.Select(b => b.Id).ToHashSet();
        var burned = result.BookmarksBurned.Where(b => !created.Contains(b.Id)).ToList();
        foreach (var bookmark in burned) db.Bookmarks.Remove(db.Bookmarks.Local.FindEntry(bookmark.Id)?.Entity ?? StoredBookmark.Of(bookmark, scope.Instance.Id));

        var tasks = await AtAsync(
            db.HumanTasks, [.. burned.Where(b => DomainActivities.OpensTask(b.Name)).Select(b => b.Id)], t => t.BookmarkId,
            ids => db.HumanTasks.Where(t => t.BookmarkId != null && ids.Contains(t.BookmarkId.Value) && t.Status == HumanTaskStatus.Open), cancellationToken);
        var cancelled = tasks.Where(t => t.IsOpen).ToList();
        foreach (var task in cancelled) task.Cancel(scope.Now);
        await db.EndWithAsync(cancelled, scope.Now, cancellationToken);

        var meetings = cancelled.Where(t => t.Kind == HumanTaskKind.Meeting).Select(t => new Meetings.MeetingId(t.SubjectId!.Value)).ToList();
        if (meetings.Count > 0)
            foreach (var meeting in await db.Meetings.Where(m => meetings.Contains(m.Id)).ToListAsync(cancellationToken)) meeting.Cancel();

        var followUps = await AtAsync(
            db.FollowUps, [.. burned.Where(b => b.Name == FollowUpActivity.TypeName).Select(b => b.Id)], f => f.BookmarkId,
            ids => db.FollowUps.Where(f => ids.Contains(f.BookmarkId)), cancellationToken);
        foreach (var followUp in followUps)
            followUp.Status = followUp.DueAt <= scope.Now ? FollowUps.FollowUpStatus.Due : FollowUps.FollowUpStatus.Cancelled;

        var asked = burned.Where(b => b.Name == RunTaskBookmark).Select(b => b.Id).ToList();
        // The answer may be what burns it: sent then, as the context knows and the database does not yet.
        if (asked.Count > 0) db.Outbox.RemoveRange((await db.Outbox.Where(m => asked.Contains(m.Id)).ToListAsync(cancellationToken)).Where(m => m.SentAt is null));

        await TakeBackPromisesAsync([.. burned.Where(b => b.DueAt is not null).Select(b => b.Id), .. asked, .. tasks.Select(t => t.Id.Value)], cancellationToken);
    }

    /// <summary>What waits at these bookmarks: what the context knows already, and the rest from the database.</summary>
    private static async Task<List<T>> AtAsync<T>(
        DbSet<T> rows, List<Guid> bookmarks, Func<T, Guid?> bookmarkOf, Func<List<Guid>, IQueryable<T>> storedAt, CancellationToken cancellationToken) where T : class
    {
        var found = rows.Local.Where(row => bookmarkOf(row) is { } id && bookmarks.Contains(id)).ToList();
        var unknown = bookmarks.Except(found.Select(row => bookmarkOf(row)!.Value)).ToList();
        if (unknown.Count > 0) found.AddRange(await storedAt(unknown).ToListAsync(cancellationToken));
        return found;
    }

    private async Task TakeBackPromisesAsync(List<Guid> subjects, CancellationToken cancellationToken)
    {
        // The promise that woke this run is known and being kept: a bookmark has no other.
        var kept = db.ChangeTracker.Entries<DueWork>().Where(e => e.State == EntityState.Deleted && e.Entity.Kind == DueWorkKind.Bookmark).Select(e => e.Entity.SubjectId);
        var open = subjects.Except(kept).ToList();
        foreach (var unsaved in db.DueWork.Local.Where(w => open.Contains(w.SubjectId)).ToList()) db.DueWork.Remove(unsaved);
        var elsewhere = open.Except(_readWithPromises).ToList();
        if (elsewhere.Count == 0) return;

        // Those in the context go with its save; the others need not be read first.
        var known = db.ChangeTracker.Entries<DueWork>().Select(e => e.Entity.Id).ToList();
        await db.DueWork.Where(w => elsewhere.Contains(w.SubjectId) && !known.Contains(w.Id)).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Nothing crosses instances in a run: an event goes into the inboxes of the case's running instances, and each takes it in a turn of its own.</summary>
    private async Task SpreadAsync(EffectScope scope, PublishEventEffect published, CancellationToken cancellationToken)
    {
        var receivers = published.IsLocal
            ? [scope.Instance]
            : await db.Instances.Where(i => i.CaseId == scope.Case.Id && i.Status == WorkflowStatus.Running).ToListAsync(cancellationToken);

        foreach (var receiver in receivers) Deliver(scope, Keep(receiver, scope.Case, published.EventName, published.Payload));
    }

    /// <summary>The start of another workflow of the case is a row of this commit; it runs in a commit of its own.</summary>
    private void Begin(EffectScope scope, StartWorkflowEffect start)
    {
        var fresh = WorkflowInstance.New(Guid.CreateVersion7(), start.DefinitionId, 0, start.CorrelationId);
        var child = StoredInstance.Of(fresh, scope.Case.Id, scope.Now, parent: scope.Instance.Id, replyTo: start.ReplyTo);
        db.Instances.Add(child);
        Deliver(scope, Keep(child.Id, scope.Case, InboxKind.Start, "", start.Input));
    }

    private async Task RefuseIfTooDeepAsync(StoredInstance starter, string definitionId, CancellationToken cancellationToken)
    {
        var depth = 1;
        for (var above = starter.ParentId; above is { } id; depth++) above = await db.Instances.Where(i => i.Id == id).Select(i => i.ParentId).SingleAsync(cancellationToken);
        if (depth >= MaxDepth) throw new CaseRuleException("workflow-too-deep", definitionId, MaxDepth);
    }

    /// <summary>What is asked of a system outside is a row of this commit; it is sent after, by whoever keeps the promise.</summary>
    private void Ask(EffectScope scope, RunTaskEffect task)
    {
        // A race may have called the activity off in the same run.
        if (db.Bookmarks.Local.FindEntry(task.BookmarkId) is not { State: EntityState.Added }) return;
        db.Outbox.Add(OutboxMessage.Of(task, scope.Case.Id, scope.Instance.Id, scope.Now));
        db.DueWork.Add(new DueWork { Kind = DueWorkKind.Outbox, CaseId = scope.Case.Id, SubjectId = task.BookmarkId, DueAt = scope.Now });
    }

    /// <summary>Tells the one that waits for this instance, and calls off the workflows that it had started if it was cancelled itself.</summary>
    private async Task EndAsync(EffectScope scope, WorkflowInstance ended, CancellationToken cancellationToken)
    {
        var stored = scope.Instance;
        if (stored is { ParentId: { } parentId, ReplyTo: { } bookmarkId })
        {
            var outputs = new JsonObject(ended.Outputs.Select(output => KeyValuePair.Create(output.Key, output.Value?.DeepClone())));
            Deliver(scope, Keep(parentId, scope.Case, InboxKind.Answer, "", outputs, bookmarkId));
        }

        if (stored.SubStatus != WorkflowSubStatus.Cancelled) return;
        foreach (var child in await db.Instances.Where(i => i.ParentId == stored.Id && i.Status == WorkflowStatus.Running).ToListAsync(cancellationToken))
        {
            if (child.HasBegun) await RunAsync(child, scope.Case, new Stimulus.Cancel(), cancellationToken);
            else child.CallOff(scope.Now);
        }
    }

    private void Deliver(EffectScope scope, InboxEvent kept) =>
        db.DueWork.Add(new DueWork { Kind = DueWorkKind.Inbox, CaseId = scope.Case.Id, SubjectId = kept.Id, DueAt = scope.Now });

    private InboxEvent Keep(StoredInstance instance, Case @case, string eventName, JsonNode? payload) => Keep(instance.Id, @case, InboxKind.Event, eventName, payload);

    private InboxEvent Keep(WorkflowInstanceId instance, Case @case, InboxKind kind, string eventName, JsonNode? payload, Guid? bookmarkId = null)
    {
        var kept = new InboxEvent
        {
            InstanceId = instance,
            Kind = kind,
            EventName = eventName,
            BookmarkId = bookmarkId,
            PayloadJson = payload?.ToJsonString(),
            ArrivedAt = time.GetUtcNow(),
            Round = @case.Round,
        };
        db.Inbox.Add(kept);
        return kept;
    }

    /// <summary>An event may have come before the bookmark that now waits for it. Those of an earlier round have expired.</summary>
    private async Task TakeEarlyEventsAsync(EffectScope scope, RunResult result, CancellationToken cancellationToken)
    {
        var names = result.BookmarksCreated.Where(b => b.Name == EventBookmark).Select(b => b.Key).ToList();
        if (names.Count == 0) return;

        var early = await db.Inbox.Where(e => e.InstanceId == scope.Instance.Id && e.Kind == InboxKind.Event && names.Contains(e.EventName)).OrderBy(e => e.ArrivedAt).ToListAsync(cancellationToken);
        foreach (var waiting in early.Where(e => e.Round == scope.Case.Round && db.Entry(e).State != EntityState.Deleted))
        {
            db.Inbox.Remove(waiting);
            await RunAsync(scope.Instance, scope.Case, StimulusIn(waiting), cancellationToken);
        }
    }

    private static Stimulus StimulusIn(InboxEvent waiting)
    {
        var payload = waiting.PayloadJson is null ? null : JsonNode.Parse(waiting.PayloadJson);
        return waiting.Kind switch
        {
            InboxKind.Start => new Stimulus.Start(payload as JsonObject),
            InboxKind.Answer => new Stimulus.Resume(waiting.BookmarkId!.Value, new JsonObject { ["result"] = payload }),
            _ => new Stimulus.Event(waiting.EventName, payload),
        };
    }
}
