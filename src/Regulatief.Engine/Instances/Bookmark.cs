using System.Text.Json.Nodes;

namespace Regulatief.Engine.Instances;

/// <summary>A place an instance waits, and what would wake it.</summary>
/// <param name="Id">Unique over all instances; derived from the run's seed.</param>
/// <param name="Name">What kind of stimulus wakes it: the activity's type name.</param>
/// <param name="Key">What the stimulus must carry beside the name: an event's name, a task's name; null when the id alone decides.</param>
/// <param name="DueAt">When the wait ends by itself: UTC, inclusive. Null waits for a stimulus only. Runs late after downtime, never early.</param>
public sealed record Bookmark(
    Guid Id,
    string Name,
    string? Key,
    string ActivityId,
    string NodeId,
    Guid ActivityExecutionId,
    DateTimeOffset? DueAt,
    JsonNode? Payload);
