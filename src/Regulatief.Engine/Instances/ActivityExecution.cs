using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Regulatief.Engine.Instances;

/// <summary>One visit to an activity that is not over: it waits, holds others that wait, or has failed.</summary>
/// <param name="ParentId">The visit that scheduled it; null for the workflow's root.</param>
public sealed record ActivityExecution(Guid Id, string ActivityId, Guid? ParentId, ActivityStatus Status, DateTimeOffset StartedAt)
{
    /// <summary>What the activity keeps between runs; null when nothing.</summary>
    [JsonInclude]
    internal JsonObject? State { get; init; }

    /// <summary>Variables that live as long as the visit.</summary>
    [JsonInclude]
    internal IReadOnlyList<VariableValue> Variables { get; init; } = [];

    /// <summary>How many completions of each child the visit still wants to hear of, by activity id.</summary>
    [JsonInclude]
    internal IReadOnlyDictionary<string, int> Awaited { get; init; } = new Dictionary<string, int>();

    /// <summary>The tokens on a flowchart's connections.</summary>
    [JsonInclude]
    internal IReadOnlyList<FlowToken> Tokens { get; init; } = [];

    [JsonInclude]
    internal bool IsBreaking { get; init; }

    [JsonInclude]
    internal bool CameBack { get; init; }
}

/// <summary>A variable and what it holds.</summary>
/// <param name="TypeName">Elsa's alias, as declared.</param>
/// <param name="IsStored">Whether it outlives the run.</param>
public sealed record VariableValue(string Id, string Name, string TypeName, bool IsArray, JsonNode? Value, bool IsStored);

/// <summary>A token on a connection of a flowchart: that path was taken and its target has not run yet.</summary>
/// <param name="IsConsumed">The target ran on it.</param>
/// <param name="IsBlocked">Laid before the path was taken, to swallow its token when it comes: the race is over.</param>
internal sealed record FlowToken(string SourceId, string Port, string TargetId, bool IsConsumed = false, bool IsBlocked = false)
{
    [JsonIgnore]
    public bool IsLive => !IsConsumed && !IsBlocked;
}
