using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Regulatief.Engine.Instances;

/// <summary>One running of a definition: all that a run needs to go on, and nothing else. Never changes once made.</summary>
public sealed class WorkflowInstance
{
    /// <summary>Given by the host, and part of what the ids of a run derive from.</summary>
    public required Guid Id { get; init; }

    /// <summary>Elsa's id of the process, the same in all versions.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>The version it was started with. It keeps it until it is moved to another.</summary>
    public required int DefinitionVersion { get; init; }

    /// <summary><c>Running</c> also with an open incident: a decision may let it go on. Elsa calls a faulted instance finished.</summary>
    public WorkflowStatus Status { get; init; }

    /// <summary>Never <c>Executing</c> between runs.</summary>
    public WorkflowSubStatus SubStatus { get; init; }

    /// <summary>Set by <c>Elsa.SetName</c>; null until then.</summary>
    public string? Name { get; init; }

    /// <summary>What it is about, such as a case's id; set at its making or by <c>Elsa.Correlate</c>. Null for nothing.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Where it waits, oldest first.</summary>
    public IReadOnlyList<Bookmark> Bookmarks { get; init; } = [];

    /// <summary>Failures that still need a decision, oldest first.</summary>
    public IReadOnlyList<Incident> Incidents { get; init; } = [];

    /// <summary>The workflow's variables. Those of composites are kept with their execution.</summary>
    public IReadOnlyList<VariableValue> Variables { get; init; } = [];

    /// <summary>Visits that are not over, in no order to rely on. Those that ended are dropped, so that state does not grow with age.</summary>
    public IReadOnlyList<ActivityExecution> Executions { get; init; } = [];

    /// <summary>What the start carried, by input name.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Inputs { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary>What <c>Elsa.SetOutput</c> gave, by output name.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Outputs { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary>The outcomes that <c>Elsa.Complete</c> ended the workflow with, for the one that started it; empty when it was ended another
    /// way.</summary>
    public IReadOnlyList<string> Outcomes { get; init; } = [];

    /// <summary>The sequence of the last journal entry; 0 before the first.</summary>
    public int JournalSequence { get; init; }

    /// <summary>Whether the root activity completed. An instance may still wait then, in a branch that outlived its flowchart.</summary>
    [JsonInclude]
    internal bool IsRootCompleted { get; init; }

    /// <summary>An instance that has not run.</summary>
    /// <param name="correlationId">Names the case or the thing it is about; null when it belongs to none.</param>
    public static WorkflowInstance New(Guid id, string definitionId, int definitionVersion, string? correlationId = null) => new()
    {
        Id = id,
        DefinitionId = definitionId,
        DefinitionVersion = definitionVersion,
        CorrelationId = correlationId,
        Status = WorkflowStatus.Running,
        SubStatus = WorkflowSubStatus.Pending,
    };

    /// <summary>The same, ended before it ran.</summary>
    public WorkflowInstance CalledOff() => new()
    {
        Id = Id,
        DefinitionId = DefinitionId,
        DefinitionVersion = DefinitionVersion,
        CorrelationId = CorrelationId,
        Status = WorkflowStatus.Finished,
        SubStatus = WorkflowSubStatus.Cancelled,
    };
}
