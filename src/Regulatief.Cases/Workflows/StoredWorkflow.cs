using Regulatief.Cases.Cases;
using Regulatief.Cases.RiskSignals;
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

    public static StoredInstance Of(
        WorkflowInstance fresh, CaseId caseId, DateTimeOffset at, RiskSignalId? signalId = null, WorkflowInstanceId? parent = null, Guid? replyTo = null) => new()
    {
        Id = WorkflowInstanceId.From(fresh.Id),
        CaseId = caseId,
        RiskSignalId = signalId,
        ParentId = parent,
        ReplyTo = replyTo,
        DefinitionId = fresh.DefinitionId,
        DefinitionVersion = fresh.DefinitionVersion,
        Status = fresh.Status,
        SubStatus = fresh.SubStatus,
        StateJson = InstanceSerializer.Write(fresh),
        StartedAt = at,
        UpdatedAt = at,
    };

    public bool HasBegun => DefinitionVersion > 0;

    /// <summary>Ends an instance that has not begun.</summary>
    public void CallOff(DateTimeOffset at)
    {
        if (HasBegun) throw new InvalidOperationException($"Instance {Id} has begun: a run must cancel it.");
        (Status, SubStatus, UpdatedAt) = (WorkflowStatus.Finished, WorkflowSubStatus.Cancelled, at);
        Version++;
    }

    /// <summary>Settles the version of an instance that has not begun; does nothing to one that has.</summary>
    public async Task TakeVersionAsync(Func<Task<int>> published)
    {
        if (HasBegun) return;
        DefinitionVersion = await published();
        StateJson = InstanceSerializer.Write(WorkflowInstance.New(Id.Value, DefinitionId, DefinitionVersion, InstanceSerializer.Read(StateJson).CorrelationId));
    }

    /// <summary>Goes on in another version.</summary>
    public void MoveTo(WorkflowInstance moved, DateTimeOffset at)
    {
        DefinitionVersion = moved.DefinitionVersion;
        Become(moved, at);
    }

    /// <summary>Takes over what a run made of it.</summary>
    public void Become(WorkflowInstance after, DateTimeOffset at)
    {
        (Status, SubStatus, StateJson, UpdatedAt) = (after.Status, after.SubStatus, InstanceSerializer.Write(after), at);
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
    public Guid Id { get; init; } = Guid.CreateVersion7();

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
