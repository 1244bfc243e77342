using Regulatief.Cases.Cases;
using Regulatief.Cases.RiskSignals;
using Regulatief.Engine.Instances;

namespace Regulatief.Cases.Workflows;

/// <summary>One version of a definition as kept here. A published one never changes.</summary>
public sealed class StoredDefinition
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string DefinitionId { get; init; }

    public required int Version { get; init; }

    public required string Name { get; set; }

    public required string Json { get; set; }

    public bool IsPublished { get; set; }

    public bool IsLatest { get; set; }

    /// <summary>SHA-256 of the shipped file this version was imported from; null for one made here.</summary>
    public string? ImportedHash { get; set; }

    public required DateTimeOffset SavedAt { get; set; }

    /// <summary>Null for a shipped one.</summary>
    public Guid? SavedById { get; set; }
}

/// <summary>A running as kept: its state in the engine's own form, and what is asked of it in SQL.</summary>
public sealed class StoredInstance
{
    public required WorkflowInstanceId Id { get; init; }

    public required CaseId CaseId { get; init; }

    /// <summary>The risk signal that it follows; null for the case's own cycle.</summary>
    public RiskSignalId? RiskSignalId { get; init; }

    public required string DefinitionId { get; init; }

    public required int DefinitionVersion { get; set; }

    public required WorkflowStatus Status { get; set; }

    public required WorkflowSubStatus SubStatus { get; set; }

    /// <summary>As <see cref="InstanceSerializer"/> writes it: ids, outcomes, dates, numbers and choices; no client content.</summary>
    public required string StateJson { get; set; }

    /// <summary>In the WHERE of each update.</summary>
    public int Version { get; private set; } = 1;

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

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

    public required string ActivityId { get; init; }

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

    public required string ActivityId { get; init; }

    public required string ActivityType { get; init; }

    public required string Kind { get; init; }

    public required string Message { get; init; }

    public required bool IsRetryable { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? ResolvedAt { get; set; }

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

/// <summary>An event that came before its bookmark, kept for that instance until it waits or the round ends.</summary>
public sealed class InboxEvent
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required WorkflowInstanceId InstanceId { get; init; }

    public required string EventName { get; init; }

    public string? PayloadJson { get; init; }

    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>The case's round at arrival: the event expires with it.</summary>
    public required int Round { get; init; }
}
