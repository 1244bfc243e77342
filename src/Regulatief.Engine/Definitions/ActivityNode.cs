using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Regulatief.Engine.Definitions;

/// <summary>An activity as drawn: a node in a definition. A visit to it is an activity execution.</summary>
public sealed class ActivityNode
{
    /// <summary>The type whose children are joined by connections.</summary>
    public const string FlowchartType = "Elsa.Flowchart";

    private readonly ConcurrentDictionary<string, FlowGraph> graphs = new();

    /// <summary>Unique in the definition.</summary>
    public required string Id { get; init; }

    /// <summary>The path of ids from the root, joined by colons.</summary>
    public required string NodeId { get; init; }

    /// <summary>Elsa's type name, such as <c>Elsa.FlowDecision</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The version of the activity type, not of the definition; 1 when the file names none.</summary>
    public required int Version { get; init; }

    /// <summary>What scripts may call it by, as in <c>getOutputFrom</c>; null when it has its id only.</summary>
    public string? Name { get; init; }

    /// <summary>What the designer shows (<c>metadata.displayText</c>); null when the drawing names none.</summary>
    public string? DisplayText { get; init; }

    /// <summary>Where the designer drew it; null when it was never placed.</summary>
    public NodePosition? Position { get; init; }

    /// <summary>Wrapped inputs by property name in camelCase.</summary>
    public IReadOnlyDictionary<string, InputValue> Inputs { get; init; } = new Dictionary<string, InputValue>();

    /// <summary>Where outputs go: the id of a variable, by output name in camelCase.</summary>
    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>();

    /// <summary>Variables declared by this composite.</summary>
    public IReadOnlyList<VariableDefinition> Variables { get; init; } = [];

    /// <summary>Embedded activities by the property that holds them: <c>activities</c>, <c>then</c>, <c>body</c>, <c>cases[0]</c>, ...</summary>
    public IReadOnlyList<EmbeddedActivity> Embedded { get; init; } = [];

    /// <summary>Connections, when this is a flowchart.</summary>
    public IReadOnlyList<Connection> Connections { get; init; } = [];

    /// <summary>The activity's object as read.</summary>
    public required JsonObject Source { get; init; }

    /// <summary>Where the document holds it, as a JSON path.</summary>
    internal string Path { get; init; } = "$";

    /// <summary>A flowchart's connections as seen from where it begins when no trigger says otherwise.</summary>
    internal FlowGraph Graph => GraphFrom(FlowchartStart.Of(this)?.Id ?? "");

    /// <summary>The activities that a property holds.</summary>
    internal IEnumerable<ActivityNode> EmbeddedIn(string slot) => Embedded.Where(e => e.Slot == slot).Select(e => e.Activity);

    /// <summary>A flowchart's connections as seen from one of its activities; computed once and shared by all runs.</summary>
    internal FlowGraph GraphFrom(string startId) => graphs.GetOrAdd(startId, id => new FlowGraph(this, id.Length == 0 ? null : id));

    /// <summary>This node or the one below it with that id; null when there is none.</summary>
    public ActivityNode? Find(string activityId) =>
        Id == activityId ? this : Embedded.Select(e => e.Activity.Find(activityId)).FirstOrDefault(found => found is not null);

    /// <summary>This node and all below it, parents first.</summary>
    public IEnumerable<ActivityNode> SelfAndDescendants() => Embedded.SelectMany(e => e.Activity.SelfAndDescendants()).Prepend(this);
}

/// <summary>The upper left corner on the designer's canvas, in its pixels.</summary>
public readonly record struct NodePosition(double X, double Y);

/// <param name="Slot">The property that holds it; <c>activities</c> for the members of a list.</param>
public sealed record EmbeddedActivity(string Slot, ActivityNode Activity);

/// <summary>A line of a flowchart from an outcome of one activity to another activity.</summary>
/// <param name="SourcePort">The outcome; <c>Done</c> when the file names none.</param>
public sealed record Connection(string SourceId, string SourcePort, string TargetId, string TargetPort);

/// <summary>A wrapped input: which language, and what is written in it.</summary>
/// <param name="ExpressionType"><c>Literal</c>, <c>Object</c>, <c>Variable</c>, <c>Input</c>, <c>JavaScript</c> or <c>Liquid</c>.</param>
public sealed record InputValue(string? TypeName, string ExpressionType, JsonNode? Value);
