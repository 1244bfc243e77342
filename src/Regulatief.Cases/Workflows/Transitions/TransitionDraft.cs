using System.Text.Json.Nodes;
using Regulatief.Cases.Cases;
using Regulatief.Cases.FollowUps;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Outbox;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;
using Regulatief.Cases.Workflows.Activities;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;

namespace Regulatief.Cases.Workflows.Transitions;

/// <summary>An instance while a transition is calculated.</summary>
internal sealed class InstanceDraft(InstanceRead? read, WorkflowInstance state, int depth, WorkflowInstanceId? parentId, Guid? replyTo, SignalRead? signal)
{
    public InstanceRead? Read { get; } = read;

    public WorkflowInstance State { get; set; } = state;

    public WorkflowInstanceId Id { get; } = WorkflowInstanceId.From(state.Id);

    public int Depth { get; } = depth;

    public WorkflowInstanceId? ParentId { get; } = parentId;

    public Guid? ReplyTo { get; } = replyTo;

    public SignalRead? Signal { get; } = signal;

    /// <summary>Missing only for one that has not begun.</summary>
    public WorkflowDefinition Definition { get => field ?? throw new InvalidOperationException($"Instance {Id} of {State.DefinitionId} version {State.DefinitionVersion} was given no definition."); set; } = null!;

    public bool HasBegun => State.DefinitionVersion > 0;

    public bool IsChanged { get; set; }
}

/// <summary>A transition while it is calculated: the snapshot, and what becomes of it step by step.</summary>
/// <remarks>Later steps of the same transition see what the earlier ones made and ended.</remarks>
internal sealed class TransitionDraft(CaseSnapshot snapshot, DateTimeOffset now)
{
    private readonly SeededSource _source = new(snapshot.Seed, now, snapshot.Case.Id.Value);
    private readonly Dictionary<WorkflowInstanceId, InstanceDraft> _instances = snapshot.Instances.ToDictionary(
        i => i.Id, i => new InstanceDraft(i, i.State, i.Depth, i.ParentId, i.ReplyTo, i.Signal)
        {
            Definition = snapshot.Definitions.GetValueOrDefault((i.State.DefinitionId, i.State.DefinitionVersion))!,
        });

    private readonly List<TransitionStep> _steps = [];
    private readonly Dictionary<Guid, StoredBookmark> _bookmarksMade = [];
    private readonly List<StoredBookmark> _bookmarksBurned = [];
    private readonly List<StoredJournalEntry> _journal = [];
    private readonly List<StoredIncident> _incidents = [];
    private readonly List<Guid> _incidentsSettled = [];
    private readonly List<HumanTask> _tasksOpened = [];
    private readonly List<HumanTaskId> _tasksCancelled = [];
    private readonly List<(HumanTaskId, DateOnly)> _tasksMoved = [];
    private readonly List<ThreeWayMeeting> _meetings = [];
    private readonly List<MeetingId> _meetingsCancelled = [];
    private readonly List<FollowUp> _followUps = [];
    private readonly List<(Guid, FollowUpStatus)> _followUpsEnded = [];
    private readonly List<(Guid, DateTimeOffset)> _followUpsMoved = [];
    private readonly List<DueWork> _promises = [];
    private readonly HashSet<Promised> _promisesEnded = [];
    private readonly List<(Promised, DateTimeOffset, DateTimeOffset?)> _promisesMoved = [];
    private readonly List<InboxEvent> _inboxKept = [];
    private readonly List<InboxEvent> _inboxTaken = [];
    private readonly List<OutboxMessage> _messages = [];
    private readonly List<Guid> _messagesCalledOff = [];
    private readonly List<TimelineEntry> _told = [];
    private long _seed = snapshot.Seed;
    private int _escalations;
    private int _started;
    private MissingPart _missing;

    public DateTimeOffset Now { get; } = now;

    public CaseState Case { get; private set; } = snapshot.Case;

    /// <summary>The task whose completion this is: its bookmark burns, and it is not called off for that. The snapshot may know it as open still, or as done.</summary>
    public HumanTaskId? Done { get; set; }

    /// <summary>What the terms of this workflow are counted by: where it follows a signal, by the law's days.</summary>
    public WorkingCalendar CalendarOf(InstanceDraft instance) => instance.Signal is null ? snapshot.Calendar : WorkingCalendar.OfLaw;

    public Guid NextId() => _source.NextId();

    public long NextSeed() => _seed++;

    /// <summary>The rows of the case; empty, and asked for, when they were not read.</summary>
    private CaseRows Rows
    {
        get
        {
            if (snapshot.Rows is { } rows) return rows;
            _missing |= MissingPart.Rows;
            return new CaseRows([], [], [], [], []);
        }
    }

    // ----- instances

    public InstanceDraft? Find(WorkflowInstanceId id) => _instances.GetValueOrDefault(id);

    public InstanceDraft? Cycle() => _instances.Values.FirstOrDefault(i => i is { Signal: null, ParentId: null, State.Status: WorkflowStatus.Running });

    public InstanceDraft Add(WorkflowInstance fresh, int depth, WorkflowInstanceId? parent, Guid? replyTo, SignalRead? signal, WorkflowDefinition? definition)
    {
        var added = new InstanceDraft(null, fresh, depth, parent, replyTo, signal) { IsChanged = true, Definition = definition! };
        _instances.Add(added.Id, added);
        return added;
    }

    /// <summary>Those that hear an event: the running ones of the case, or with a correlation id those of them that carry it.</summary>
    public IReadOnlyList<InstanceDraft> Receivers(string? correlationId)
    {
        NeedFamily();
        return [.. _instances.Values.Where(i => i.State.Status == WorkflowStatus.Running && (string.IsNullOrEmpty(correlationId) || i.State.CorrelationId == correlationId))];
    }

    public IReadOnlyList<InstanceDraft> RunningChildrenOf(WorkflowInstanceId id)
    {
        NeedFamily();
        return [.. _instances.Values.Where(i => i.ParentId == id && i.State.Status == WorkflowStatus.Running)];
    }

    public void RefuseWithoutEnd(InstanceDraft starter, string definitionId)
    {
        if (starter.Depth >= TransitionPlanner.MaxDepth) throw new CaseRuleException("workflow-too-deep", definitionId, TransitionPlanner.MaxDepth);
        NeedFamily();
        if (snapshot.StartedThisHour + ++_started > TransitionPlanner.MaxStartsAnHour)
            throw new CaseRuleException("workflow-too-many", definitionId, TransitionPlanner.MaxStartsAnHour);
    }

    /// <summary>Settles the version of an instance that has not begun; does nothing to one that has.</summary>
    public void TakeVersion(InstanceDraft instance)
    {
        if (instance.HasBegun) return;
        if (!snapshot.Published.TryGetValue(instance.State.DefinitionId, out var version)) throw new NotFoundException(nameof(WorkflowDefinition), instance.State.DefinitionId);
        instance.State = WorkflowInstance.New(instance.Id.Value, instance.State.DefinitionId, version, instance.State.CorrelationId);
        instance.Definition = snapshot.Definitions[(instance.State.DefinitionId, version)];
        instance.IsChanged = true;
    }

    /// <summary>Ends an instance that has not begun.</summary>
    public void CallOff(InstanceDraft instance)
    {
        if (instance.HasBegun) throw new InvalidOperationException($"Instance {instance.Id} has begun: a run must cancel it.");
        instance.State = instance.State.CalledOff();
        instance.IsChanged = true;
        foreach (var waiting in InboxOf(instance.Id).ToList()) Take(waiting);
    }

    private void NeedFamily()
    {
        if (!snapshot.HasFamily) _missing |= MissingPart.Family;
    }

    // ----- what a run made and ended

    public void Record(InstanceDraft instance, RunResult result)
    {
        (instance.State, instance.IsChanged) = (result.Instance, true);
        _steps.Add(new TransitionStep(instance.Id, result.Effects));
        foreach (var bookmark in result.BookmarksCreated)
        {
            _bookmarksMade.Add(bookmark.Id, StoredBookmark.Of(bookmark, instance.Id));
            if (Promise.ToWake(bookmark, Case.Id, instance.Signal is not null, NextId) is { } promise) Add(promise);
        }

        _journal.AddRange(result.Journal.Select(entry => StoredJournalEntry.Of(entry, instance.Id)));
        _incidents.AddRange(result.Incidents.Select(incident => StoredIncident.Of(incident, instance.Id)));
        foreach (var id in result.IncidentsResolved)
            if (_incidents.Find(i => i.Id == id) is { } ofThisTransition) ofThisTransition.Resolve(Now);
            else _incidentsSettled.Add(id);
        foreach (var bookmark in result.BookmarksBurned) Burn(bookmark, instance.Id);
    }

    public bool IsWaiting(Guid bookmarkId) => _bookmarksMade.ContainsKey(bookmarkId);

    /// <summary>Ends what waited at a bookmark that is gone: its row, its promise, and the task, meeting, follow-up or message that only it kept open.</summary>
    private void Burn(Bookmark bookmark, WorkflowInstanceId instanceId)
    {
        if (!_bookmarksMade.Remove(bookmark.Id)) _bookmarksBurned.Add(StoredBookmark.Of(bookmark, instanceId));
        if (bookmark.DueAt is not null) TakeBack(bookmark.Id);
        if (DomainActivities.OpensTask(bookmark.Name)) CancelTaskAt(bookmark.Id);
        if (bookmark.Name == FollowUpActivity.TypeName) EndFollowUpAt(bookmark.Id);
        if (bookmark.Name == OutboxMessage.BookmarkName) CallOffMessage(bookmark.Id);
    }

    private void CancelTaskAt(Guid bookmarkId)
    {
        if (_tasksOpened.Find(t => t.BookmarkId == bookmarkId) is { } opened)
        {
            opened.Cancel(Now);
            TakeBack(opened.Id.Value);
            CancelMeeting(opened.Kind, opened.SubjectId);
        }
        else if (Rows.Tasks.FirstOrDefault(t => t.BookmarkId == bookmarkId) is { } open)
        {
            if (open.Id == Done) return;
            TakeBack(open.Id.Value);
            _tasksCancelled.Add(open.Id);
            CancelMeeting(open.Kind, open.SubjectId);
        }
    }

    private void CancelMeeting(HumanTaskKind kind, Guid? subjectId)
    {
        if (kind != HumanTaskKind.Meeting || subjectId is not { } id) return;
        if (_meetings.Find(m => m.Id.Value == id) is { } planned) planned.Cancel();
        else _meetingsCancelled.Add(MeetingId.From(id));
    }

    private void EndFollowUpAt(Guid bookmarkId)
    {
        if (_followUps.Find(f => f.BookmarkId == bookmarkId) is { } made) made.Status = EndOf(made.DueAt);
        else if (Rows.FollowUps.FirstOrDefault(f => f.BookmarkId == bookmarkId) is { } waiting) _followUpsEnded.Add((waiting.Id, EndOf(waiting.DueAt)));
    }

    private FollowUpStatus EndOf(DateTimeOffset dueAt) => dueAt <= Now ? FollowUpStatus.Due : FollowUpStatus.Cancelled;

    private void CallOffMessage(Guid bookmarkId)
    {
        if (_messages.RemoveAll(m => m.Id == bookmarkId) == 0 && Rows.UnsentMessages.Contains(bookmarkId)) _messagesCalledOff.Add(bookmarkId);
        TakeBack(bookmarkId);
    }

    // ----- what effects ask

    public void EnterPhase(CasePhase phase) => Case = Case with { Phase = phase, EndedIn = phase == CasePhase.Closure ? Case.EndedIn ?? Case.Phase : null };

    public void BeginNextRound() => Case = Case with { Round = Case.Round + 1 };

    public void Open(HumanTask task, Term term)
    {
        _tasksOpened.Add(task);
        foreach (var promise in Promise.AboutTask(task, term, snapshot.Calendar, Now, NextId)) Add(promise);
    }

    public void Plan(ThreeWayMeeting meeting)
    {
        _meetings.Add(meeting);
        Case = Case with { NextMeetingOn = null };
    }

    public void Add(FollowUp followUp) => _followUps.Add(followUp);

    public void Escalate() => _escalations++;

    public void Tell(TimelineKind kind, Guid? subjectId = null, string? note = null) =>
        _told.Add(new TimelineEntry { Id = NextId(), CaseId = Case.Id, Kind = kind, At = Now, ById = Guid.Empty, SubjectId = subjectId, Note = note });

    /// <summary>Closes the case: what stood still goes on, and what was promised about its own tasks and agreements is taken back.</summary>
    public void Close(ClosureReason? reason)
    {
        if (Case.ClosedAt is not null) throw new CaseRuleException("case-closed", Case.Number);
        if (Case.PausedAt is { } since) Change(new ClockChange.GoOn(since));
        Case = Case with
        {
            ClosedAt = Now,
            ClosureReason = reason ?? Case.ClosureReason ?? ClosureReason.Other,
            Phase = CasePhase.Closed,
            PausedAt = null,
            NextMeetingOn = null,
            EndedIn = Case.EndedIn ?? Case.Phase,
        };
        foreach (var promise in Rows.Promises.Where(p => PromiseRules.EndsWithCase(p.Kind, p.StandsStillInPause))) _promisesEnded.Add(promise);
        _promises.RemoveAll(p => PromiseRules.EndsWithCase(p.Kind, p.StandsStillInPause));

        // A workflow's tasks end with the workflow.
        _tasksCancelled.AddRange(Rows.Tasks.Where(t => t.BookmarkId is null && t.Id != Done && !t.IsOfLaw).Select(t => t.Id));
    }

    /// <summary>What is asked of a system outside is a row of this commit; it is sent after, by whoever keeps the promise.</summary>
    public void Ask(InstanceDraft instance, RunTaskEffect task)
    {
        if (!IsWaiting(task.BookmarkId)) return; // a race called the activity off in the same run
        var message = OutboxMessage.Of(task, Case.Id, instance.Id, Now);
        _messages.Add(message);
        Add(Promise.ToSend(message, NextId));
    }

    // ----- inbox

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyList<InboxEvent> InboxOf(WorkflowInstanceId id) =>
        [.. Rows.Inbox.Where(e => e.InstanceId == id).OrderBy(e => e.ArrivedAt).ThenBy(e => e.Id), .. _inboxKept.Where(e => e.InstanceId == id)];

    public bool IsInInbox(InboxEvent waiting) => !_inboxTaken.Contains(waiting);

    /// <summary>An event lives as long as the round in which it came.</summary>
    public bool HasExpired(InboxEvent waiting) => waiting.Round != Case.Round;

    public void Take(InboxEvent waiting)
    {
        if (!IsInInbox(waiting)) return;
        if (!_inboxKept.Remove(waiting)) _inboxTaken.Add(waiting);
        TakeBack(waiting.Id);
    }

    public InboxEvent Keep(WorkflowInstanceId to, InboxKind kind, string eventName, JsonNode? payload, Guid? bookmarkId = null)
    {
        var kept = new InboxEvent
        {
            Id = NextId(), InstanceId = to, Kind = kind, EventName = eventName, BookmarkId = bookmarkId, PayloadJson = payload?.ToJsonString(), ArrivedAt = Now, Round = Case.Round,
        };
        _inboxKept.Add(kept);
        return kept;
    }

    /// <summary>Keeps it for another instance, with the promise that it is delivered.</summary>
    public void Spread(WorkflowInstanceId to, InboxKind kind, string eventName, JsonNode? payload, Guid? bookmarkId = null) =>
        Add(Promise.ToDeliver(Keep(to, kind, eventName, payload, bookmarkId), Case.Id, NextId));

    // ----- promises

    private void Add(DueWork promise)
    {
        if (Case.IsPaused && promise.StandsStillInPause) promise.SuspendedAt = Now;
        _promises.Add(promise);
    }

    /// <summary>All that was promised about a row.</summary>
    public bool TakeBack(Guid subjectId)
    {
        _promises.RemoveAll(p => p.SubjectId == subjectId);
        foreach (var promise in Rows.Promises.Where(p => p.SubjectId == subjectId)) _promisesEnded.Add(promise);
        return true;
    }

    public void Change(ClockChange change)
    {
        switch (change)
        {
            case ClockChange.Stop:
                foreach (var promise in Rows.Promises.Where(p => p.StandsStillInPause && p.SuspendedAt is null)) _promisesMoved.Add((promise, promise.DueAt, Now));
                break;
            case ClockChange.GoOn(var since):
                GoOn(since);
                break;
        }
    }

    private void GoOn(DateTimeOffset since)
    {
        var movedBy = new Dictionary<Guid, int>();
        foreach (var task in Rows.Tasks.Where(t => !t.IsOfLaw))
        {
            var dueOn = CasePauses.LastDayAfter(task.DueOn, CasePauses.Days(task.OpenedAt > since ? task.OpenedAt : since, Now), snapshot.Calendar);
            movedBy[task.Id.Value] = dueOn.DayNumber - task.DueOn.DayNumber;
            if (dueOn != task.DueOn) _tasksMoved.Add((task.Id, dueOn));
        }

        foreach (var promise in Rows.Promises)
        {
            if (promise.SuspendedAt is not { } stoodStillFrom) continue;
            // What a person must do keeps its distance to the moved last day; a wait of the cycle moves by as long as it stood still.
            var days = movedBy.GetValueOrDefault(promise.SubjectId, CasePauses.Days(stoodStillFrom, Now));
            var dueAt = CasePauses.Later(promise.DueAt, days);
            _promisesMoved.Add((promise, dueAt, null));
            if (Rows.FollowUps.FirstOrDefault(f => f.BookmarkId == promise.SubjectId) is { } followUp) _followUpsMoved.Add((followUp.Id, dueAt));
        }
    }

    // ----- the value

    public Transition ToTransition(bool isMatched) => new()
    {
        IsMatched = isMatched,
        Missing = _missing,
        At = Now,
        Case = Case,
        Steps = _steps,
        Instances = [.. _instances.Values.Where(i => i.IsChanged).Select(i => new InstanceChange(i.Id, i.State, i.Read, i.Depth, i.ParentId, i.ReplyTo, i.Signal))],
        BookmarksMade = [.. _bookmarksMade.Values],
        BookmarksBurned = _bookmarksBurned,
        Journal = _journal,
        Incidents = _incidents,
        IncidentsSettled = _incidentsSettled,
        TasksOpened = _tasksOpened,
        TasksCancelled = _tasksCancelled,
        TasksMoved = _tasksMoved,
        MeetingsPlanned = _meetings,
        MeetingsCancelled = _meetingsCancelled,
        FollowUpsMade = _followUps,
        FollowUpsEnded = _followUpsEnded,
        FollowUpsMoved = [.. _followUpsMoved.ExceptBy(_followUpsEnded.Select(f => f.Item1), f => f.Item1)],
        PromisesMade = _promises,
        PromisesEnded = [.. _promisesEnded],
        PromisesMoved = [.. _promisesMoved.ExceptBy(_promisesEnded, p => p.Item1)],
        InboxKept = _inboxKept,
        InboxTaken = _inboxTaken,
        MessagesAsked = _messages,
        MessagesCalledOff = _messagesCalledOff,
        Told = _told,
        EscalationsRaised = _escalations,
    };
}
