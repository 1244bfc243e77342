using Regulatief.Cases.Cases;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Workflows.Transitions;
using Regulatief.Engine.Instances;

namespace Regulatief.Cases.Workflows;

/// <summary>A running as kept: its state in the engine's own form, and what is asked of it in SQL.</summary>
public sealed class StoredInstance
{
    public required WorkflowInstanceId Id { get; init; }

    public required CaseId CaseId { get; init; }

    /// <summary>The risk signal that it follows; null for the case's own cycle.</summary>
    public RiskSignalId? RiskSignalId { get; init; }

    /// <summary>The instance that started it; null when a person did.</summary>
    public WorkflowInstanceId? ParentId { get; init; }

    /// <summary>The bookmark at which that one waits for its end; null when nobody waits.</summary>
    public Guid? ReplyTo { get; init; }

    public required string DefinitionId { get; init; }

    /// <summary>0 until a workflow that another one started begins: it takes the version that is published then.</summary>
    public required int DefinitionVersion { get; set; }

    public required WorkflowStatus Status { get; set; }

    public required WorkflowSubStatus SubStatus { get; set; }

    /// <summary>As <see cref="InstanceSerializer"/> writes it: ids, outcomes, dates, numbers and choices; no client content.</summary>
    public required string StateJson { get; set; }

    /// <summary>In the WHERE of each update.</summary>
    public int Version { get; private set; } = 1;

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>What it is about, as the one that started it said; null for nothing. Events can be meant for it alone.</summary>
    public string? CorrelationId { get; set; }

    /// <summary>1 for one that a person started, one more for each that started another.</summary>
    public required int Depth { get; init; }

    /// <summary>As it is after a run, or before its first.</summary>
    public static StoredInstance Of(InstanceChange change, CaseId caseId, DateTimeOffset at) => new()
    {
        Id = change.Id,
        CaseId = caseId,
        RiskSignalId = change.Signal?.Id,
        ParentId = change.ParentId,
        ReplyTo = change.ReplyTo,
        Depth = change.Depth,
        DefinitionId = change.After.DefinitionId,
        DefinitionVersion = change.After.DefinitionVersion,
        Status = change.After.Status,
        SubStatus = change.After.SubStatus,
        CorrelationId = change.After.CorrelationId,
        StateJson = InstanceSerializer.Write(change.After),
        StartedAt = at,
        UpdatedAt = at,
    };

    /// <summary>As it was read, for the change of it: what is not changed is not known, and not written.</summary>
    internal static StoredInstance Of(InstanceRead read, CaseId caseId) => new()
    {
        Id = read.Id,
        CaseId = caseId,
        RiskSignalId = read.Signal?.Id,
        ParentId = read.ParentId,
        ReplyTo = read.ReplyTo,
        Depth = read.Depth,
        DefinitionId = read.State.DefinitionId,
        DefinitionVersion = read.State.DefinitionVersion,
        Status = read.State.Status,
        SubStatus = read.State.SubStatus,
        CorrelationId = read.State.CorrelationId,
        StateJson = "",
        StartedAt = default,
        UpdatedAt = default,
        Version = read.Version,
    };

    public bool HasBegun => DefinitionVersion > 0;

    /// <summary>Takes over what a run, or a move to another version, made of it.</summary>
    public void Become(WorkflowInstance after, DateTimeOffset at)
    {
        (DefinitionVersion, Status, SubStatus, CorrelationId) = (after.DefinitionVersion, after.Status, after.SubStatus, after.CorrelationId);
        (StateJson, UpdatedAt) = (InstanceSerializer.Write(after), at);
        Version++;
    }
}

/// <summary>A place where an instance waits.</summary>
public sealed class StoredBookmark
{
    public required Guid Id { get; init; }

    public required WorkflowInstanceId InstanceId { get; init; }

    public required string Name { get; init; }

    public string? Key { get; init; }

    /// <summary>Changes only when the instance moves to a version that calls it otherwise.</summary>
    public required string ActivityId { get; set; }

    public DateTimeOffset? DueAt { get; set; }

    public static StoredBookmark Of(Bookmark bookmark, WorkflowInstanceId instanceId) => new()
    {
        Id = bookmark.Id,
        InstanceId = instanceId,
        Name = bookmark.Name,
        Key = bookmark.Key,
        ActivityId = bookmark.ActivityId,
        DueAt = bookmark.DueAt,
    };
}

public sealed class StoredJournalEntry
{
    public required WorkflowInstanceId InstanceId { get; init; }

    public required int Sequence { get; init; }

    public required string ActivityId { get; init; }

    public required string NodeId { get; init; }

    public required string ActivityType { get; init; }

    public required Guid ActivityExecutionId { get; init; }

    public required JournalEvent Event { get; init; }

    /// <summary>Joined by commas; empty when none.</summary>
    public required string Outcomes { get; init; }

    public required DateTimeOffset At { get; init; }

    public static StoredJournalEntry Of(JournalEntry entry, WorkflowInstanceId instanceId) => new()
    {
        InstanceId = instanceId,
        Sequence = entry.Sequence,
        ActivityId = entry.ActivityId,
        NodeId = entry.NodeId,
        ActivityType = entry.ActivityType,
        ActivityExecutionId = entry.ActivityExecutionId,
        Event = entry.Event,
        Outcomes = string.Join(',', entry.Outcomes),
        At = entry.At,
    };
}

public sealed class StoredIncident
{
    public required Guid Id { get; init; }

    public required WorkflowInstanceId InstanceId { get; init; }

    /// <summary>Changes only when the instance moves to a version that calls it otherwise.</summary>
    public required string ActivityId { get; set; }

    public required string ActivityType { get; init; }

    public required string Kind { get; init; }

    public required string Message { get; init; }

    public required bool IsRetryable { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? ResolvedAt { get; private set; }

    /// <summary>What a person decided; null when the cycle itself called the activity off.</summary>
    public IncidentDecision? Decision { get; private set; }

    public Guid? DecidedById { get; private set; }

    public string? Reason { get; private set; }

    public void Resolve(DateTimeOffset at) => ResolvedAt ??= at;

    /// <exception cref="ConcurrencyConflictException">It was settled already.</exception>
    public void Decide(IncidentDecision decision, Guid by, string reason)
    {
        if (ResolvedAt is not null) throw new ConcurrencyConflictException(nameof(Incident), Id.ToString());
        (Decision, DecidedById, Reason) = (decision, by, reason);
    }

    public static StoredIncident Of(Incident incident, WorkflowInstanceId instanceId) => new()
    {
        Id = incident.Id,
        InstanceId = instanceId,
        ActivityId = incident.ActivityId,
        ActivityType = incident.ActivityType,
        Kind = incident.Kind,
        Message = incident.Message,
        IsRetryable = incident.IsRetryable,
        At = incident.At,
    };
}

public enum IncidentDecision
{
    Retry,

    /// <summary>The activity counts as done, with an outcome that the operator chose.</summary>
    Skip,

    /// <summary>The activity is given up, and another one is begun instead.</summary>
    Move,

    /// <summary>The whole instance ends.</summary>
    Cancel,
}

/// <summary>What waits for an instance: its start, an answer, or an event that came before its bookmark. Taken in a run of its own.</summary>
public sealed class InboxEvent
{
    public required Guid Id { get; init; }

    public required WorkflowInstanceId InstanceId { get; init; }

    public InboxKind Kind { get; init; } = InboxKind.Event;

    /// <summary>Empty unless it is an event.</summary>
    public required string EventName { get; init; }

    /// <summary>The bookmark that an answer wakes; null otherwise.</summary>
    public Guid? BookmarkId { get; init; }

    public string? PayloadJson { get; init; }

    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>The case's round at arrival: the event expires with it.</summary>
    public required int Round { get; init; }
}

public enum InboxKind
{
    /// <summary>Waits for its bookmark, as long as the round lasts.</summary>
    Event,
    Start,

    /// <summary>A workflow that this one started is done.</summary>
    Answer,
}
