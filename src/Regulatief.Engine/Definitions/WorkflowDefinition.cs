using System.Text.Json.Nodes;

namespace Regulatief.Engine.Definitions;

/// <summary>One version of one process, read from Elsa 3's format. Never changes once made.</summary>
/// <remarks><see cref="Source"/> holds every field as it was read, also those unknown to us, so that an export loses nothing.</remarks>
public sealed class WorkflowDefinition
{
    /// <summary>What Elsa calls the workflow itself: the first part of every node id.</summary>
    public const string WorkflowNodeId = "Workflow1";

    private readonly Lazy<Dictionary<string, ActivityNode>> nodes;

    /// <summary>Made by <c>DefinitionReader</c>, or by a test.</summary>
    public WorkflowDefinition() => nodes = new(() => Root!.SelfAndDescendants().DistinctBy(n => n.Id).ToDictionary(n => n.Id));

    /// <summary>Elsa's id of this version; empty when the file names none.</summary>
    public required string Id { get; init; }

    /// <summary>The same in all versions of one process.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>1 or higher.</summary>
    public required int Version { get; init; }

    /// <summary>What people call it; its definition id when the file names none.</summary>
    public required string Name { get; init; }

    /// <summary>Null when the file has none.</summary>
    public string? Description { get; init; }

    /// <summary>Nearly always a flowchart.</summary>
    public required ActivityNode Root { get; init; }

    /// <summary>Those of the whole workflow; composites declare their own.</summary>
    public IReadOnlyList<VariableDefinition> Variables { get; init; } = [];

    /// <summary>What a start may give. A start may give others too; scripts see them all.</summary>
    public IReadOnlyList<ArgumentDefinition> Inputs { get; init; } = [];

    /// <summary>What <c>Elsa.SetOutput</c> is meant to give. The run does not hold it to them.</summary>
    public IReadOnlyList<ArgumentDefinition> Outputs { get; init; } = [];

    /// <summary>Names that a parent workflow sees as ports.</summary>
    public IReadOnlyList<string> Outcomes { get; init; } = [];

    /// <summary>The whole document as read. Treat as read-only.</summary>
    public required JsonObject Source { get; init; }

    /// <summary>Whether its flowcharts move tokens and heed merge modes. Elsa decides it per run, under this name; here the definition
    /// does.</summary>
    internal bool MovesTokens =>
        (Source["customProperties"] as JsonObject)?.Text("Flowchart:ExecutionMode")?.Equals("TokenBased", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The node with this id at any depth; null when there is none.</summary>
    public ActivityNode? Find(string activityId) => nodes.Value.GetValueOrDefault(activityId);
}

/// <summary>A variable of a workflow or of a composite.</summary>
/// <param name="Id">What memory references and <c>Variable</c> expressions point to.</param>
/// <param name="TypeName">Elsa's alias (<c>String</c>, <c>Int32</c>, <c>Boolean</c>, <c>Object</c>, ...).</param>
/// <param name="IsStored">Whether it keeps its value over a wait. Elsa's variables without a storage driver start each run from their initial
/// value.</param>
/// <param name="Value">The initial value, as the file spells it; null when it has none.</param>
public sealed record VariableDefinition(string Id, string Name, string TypeName, bool IsArray, JsonNode? Value, bool IsStored = false);

/// <summary>An input or output of a whole workflow.</summary>
public sealed record ArgumentDefinition(string Name, string Type, JsonNode? DefaultValue);
