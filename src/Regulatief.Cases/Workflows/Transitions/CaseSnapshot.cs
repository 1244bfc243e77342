using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Promises;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Instances;

namespace Regulatief.Cases.Workflows.Transitions;

/// <summary>What was read of a case before a transition of it is calculated: all that the calculation decides on, and nothing that changes meanwhile.</summary>
public sealed record CaseSnapshot
{
    public required CaseState Case { get; init; }

    /// <summary>What people here count their terms by.</summary>
    public required WorkingCalendar Calendar { get; init; }

    /// <summary>The instances that may run. A stimulus may name one that is not here: then it does nothing.</summary>
    public IReadOnlyList<InstanceRead> Instances { get; init; } = [];

    /// <summary>What waits, is promised and has arrived in the case; null when it was not read.</summary>
    public CaseRows? Rows { get; init; }

    /// <summary>Whether <see cref="Instances"/> holds every running instance of the case, and <see cref="StartedThisHour"/> is known.</summary>
    public bool HasFamily { get; init; }

    /// <summary>Workflows that were started in this case in the hour before.</summary>
    public int StartedThisHour { get; init; }

    /// <summary>The definitions of the instances.</summary>
    public IReadOnlyDictionary<(string DefinitionId, int Version), WorkflowDefinition> Definitions { get; init; } = new Dictionary<(string, int), WorkflowDefinition>();

    /// <summary>The versions that instances which have not begun would take.</summary>
    public IReadOnlyDictionary<string, int> Published { get; init; } = new Dictionary<string, int>();

    /// <summary>Before anything of it was read: enough to start a workflow that does nothing unusual.</summary>
    public static CaseSnapshot OfNothing(CaseState @case, WorkingCalendar calendar) => new() { Case = @case, Calendar = calendar, Seed = NewSeed() };

    internal static long NewSeed() => BitConverter.ToInt64(Guid.NewGuid().ToByteArray());

    /// <summary>Ids and random numbers of the transition derive from it: the same snapshot, stimulus and instant give the same transition.</summary>
    public required long Seed { get; init; }
}

/// <summary>An instance as stored.</summary>
/// <param name="State">The engine's own form.</param>
/// <param name="Version">Expected in the WHERE of its update.</param>
/// <param name="Depth">1 for one that a person started, one more for each that started another.</param>
/// <param name="Signal">The signal that it follows, as stored; null for others.</param>
public sealed record InstanceRead(
    WorkflowInstanceId Id, WorkflowInstance State, int Version, int Depth, WorkflowInstanceId? ParentId, Guid? ReplyTo, SignalRead? Signal)
{
    /// <summary>The case's own cycle: what happens to the case is published to it.</summary>
    public bool IsCycle => Signal is null && ParentId is null;
}

/// <param name="IsShared">Until then it is its volunteer's alone.</param>
public sealed record SignalRead(RiskSignalId Id, bool IsShared);

/// <summary>The rows of a case that a transition can end, move or take.</summary>
public sealed record CaseRows(
    IReadOnlyList<OpenTask> Tasks,
    IReadOnlyList<Promised> Promises,
    IReadOnlyList<WaitingFollowUp> FollowUps,
    IReadOnlyList<InboxEvent> Inbox,
    IReadOnlyList<Guid> UnsentMessages);

/// <param name="BookmarkId">Null when no workflow waits for it.</param>
/// <param name="Signal">The one whose workflow opened it; null for all others.</param>
public sealed record OpenTask(HumanTaskId Id, Guid? BookmarkId, HumanTaskKind Kind, Guid? SubjectId, RiskSignalId? Signal, DateTimeOffset OpenedAt, DateOnly DueOn)
{
    public bool IsOfLaw => PromiseRules.IsOfLaw(Kind, Signal);
}

public sealed record Promised(Guid Id, DueWorkKind Kind, Guid SubjectId, DateTimeOffset DueAt, bool StandsStillInPause, DateTimeOffset? SuspendedAt);

public sealed record WaitingFollowUp(Guid Id, Guid BookmarkId, DateTimeOffset DueAt);
