using Regulatief.Cases.Cases;
using Regulatief.Cases.FollowUps;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Outbox;
using Regulatief.Cases.Promises;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Migration;
using Regulatief.Engine.Ports;

namespace Regulatief.Cases.Workflows.Transitions;

/// <summary>All that one stimulus leads to in a case: what must become true together or not at all. A value, made by <see cref="TransitionPlanner"/> and written by
/// <see cref="TransitionStore"/>.</summary>
/// <remarks>What began and ended within it is in no list, but for tasks: those were somebody's work for an instant, and are opened and called off.</remarks>
public sealed record Transition
{
    /// <summary>False when nothing waited for the stimulus: nothing is to be written.</summary>
    public required bool IsMatched { get; init; }

    /// <summary>What the snapshot lacked: read it, and plan again. Nothing else in it counts then.</summary>
    public MissingPart Missing { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The case afterwards.</summary>
    public required CaseState Case { get; init; }

    /// <summary>The runs that it took, in their order.</summary>
    public IReadOnlyList<TransitionStep> Steps { get; init; } = [];

    /// <summary>Instances that ran, each once, with what became of them.</summary>
    public IReadOnlyList<InstanceChange> Instances { get; init; } = [];

    public IReadOnlyList<StoredBookmark> BookmarksMade { get; init; } = [];

    public IReadOnlyList<StoredBookmark> BookmarksBurned { get; init; } = [];

    public IReadOnlyList<StoredJournalEntry> Journal { get; init; } = [];

    public IReadOnlyList<StoredIncident> Incidents { get; init; } = [];

    public IReadOnlyList<Guid> IncidentsSettled { get; init; } = [];

    public IReadOnlyList<HumanTask> TasksOpened { get; init; } = [];

    public IReadOnlyList<HumanTaskId> TasksCancelled { get; init; } = [];

    public IReadOnlyList<(HumanTaskId Id, DateOnly DueOn)> TasksMoved { get; init; } = [];

    public IReadOnlyList<ThreeWayMeeting> MeetingsPlanned { get; init; } = [];

    public IReadOnlyList<MeetingId> MeetingsCancelled { get; init; } = [];

    public IReadOnlyList<FollowUp> FollowUpsMade { get; init; } = [];

    public IReadOnlyList<(Guid Id, FollowUpStatus Status)> FollowUpsEnded { get; init; } = [];

    public IReadOnlyList<(Guid Id, DateTimeOffset DueAt)> FollowUpsMoved { get; init; } = [];

    public IReadOnlyList<DueWork> PromisesMade { get; init; } = [];

    /// <summary>Kept, or taken back.</summary>
    public IReadOnlyList<Promised> PromisesEnded { get; init; } = [];

    /// <summary>Whose clock stops or goes on.</summary>
    public IReadOnlyList<(Promised Promise, DateTimeOffset DueAt, DateTimeOffset? SuspendedAt)> PromisesMoved { get; init; } = [];

    public IReadOnlyList<InboxEvent> InboxKept { get; init; } = [];

    public IReadOnlyList<InboxEvent> InboxTaken { get; init; } = [];

    public IReadOnlyList<OutboxMessage> MessagesAsked { get; init; } = [];

    public IReadOnlyList<Guid> MessagesCalledOff { get; init; } = [];

    public IReadOnlyList<TimelineEntry> Told { get; init; } = [];

    /// <summary>How many times the cycle itself asked the coordinator's attention. Whom that is, is looked up when it is written.</summary>
    public int EscalationsRaised { get; init; }

    /// <summary>With a move to another version: what the activities are called there. Null for others.</summary>
    public MigrationPlan? Renamed { get; init; }
}

/// <summary>One run of one instance.</summary>
/// <param name="Effects">What it asked, in the order in which it did.</param>
public sealed record TransitionStep(WorkflowInstanceId InstanceId, IReadOnlyList<Effect> Effects);

/// <param name="Read">As it was stored; null for one that is new.</param>
public sealed record InstanceChange(WorkflowInstanceId Id, WorkflowInstance After, InstanceRead? Read, int Depth, WorkflowInstanceId? ParentId, Guid? ReplyTo, SignalRead? Signal);

[Flags]
public enum MissingPart
{
    None = 0,

    /// <summary><see cref="CaseSnapshot.Rows"/>.</summary>
    Rows = 1,

    /// <summary><see cref="CaseSnapshot.HasFamily"/>.</summary>
    Family = 2,
}
