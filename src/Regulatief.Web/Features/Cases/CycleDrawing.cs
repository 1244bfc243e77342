using System.Text.Json.Nodes;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Activities;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Instances;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.Cases;

/// <summary>One visit to a step that is over.</summary>
/// <param name="Outcome">In words; null where there was nothing to choose.</param>
public sealed record PathStep(string Title, string? Outcome, DateTimeOffset At);

/// <summary>Draws a case's cycle for people: the steps that somebody does, without the switches between them, and where the case stands.</summary>
/// <remarks>What waits for an event (a volunteer leaves, a pause) is left out until it happened, so that the drawing shows the way and not all ways.</remarks>
internal sealed class CycleDrawing
{
    private const string EventType = "Elsa.Event";
    private const string OwnPrefix = "Regulatief.";
    private const string OnlyOutcome = "Done";

    private static readonly string[] DecidingTypes = ["Elsa.FlowSwitch", "Elsa.FlowDecision", "Elsa.SetVariable"];

    private static readonly Dictionary<string, JsonNode?> AtFirst = [];

    // What decides on the way between two steps is the engine's own, all of it.
    private static readonly ActivityCatalog Deciding = new();

    private readonly WorkflowDefinition _definition;
    private readonly Foresight _foresight;
    private readonly Texts _texts;
    private readonly List<StoredJournalEntry> _completed;
    private readonly ILookup<string, Connection> _connections;
    private readonly Dictionary<string, ActivityNode> _flowcharts;
    private readonly HashSet<string> _waiting;
    private readonly HashSet<string> _own;
    private readonly List<DiagramNode> _nodes = [];
    private readonly HashSet<DiagramConnection> _lines = [];
    private readonly HashSet<string> _drawn = new(StringComparer.Ordinal);

    /// <param name="waiting">Nodes where the instance waits.</param>
    /// <param name="own">Nodes whose open task is the actor's.</param>
    public CycleDrawing(WorkflowDefinition definition, IEnumerable<StoredJournalEntry> journal, IEnumerable<string> waiting, IEnumerable<string> own, Texts texts)
    {
        (_definition, _texts, _foresight) = (definition, texts, new Foresight(definition, Deciding));
        _completed = [.. journal.Where(e => e.Event == JournalEvent.Completed).OrderBy(e => e.Sequence)];
        (_waiting, _own) = ([.. waiting], [.. own]);
        var flowcharts = definition.Root.SelfAndDescendants().Where(n => n.Type == ActivityNode.FlowchartType).ToList();
        _connections = flowcharts.SelectMany(f => f.Connections).ToLookup(c => c.SourceId, StringComparer.Ordinal);
        _flowcharts = flowcharts.SelectMany(f => f.Embedded.Select(e => (e.Activity.Id, f))).ToDictionary(pair => pair.Id, pair => pair.f, StringComparer.Ordinal);
    }

    public IReadOnlyList<PathStep> Path => [.. _completed.Where(e => IsStep(e.ActivityType)).Select(e => new PathStep(TitleOf(e.ActivityId), OutcomesIn(e.Outcomes), e.At))];

    public CycleDiagram Draw()
    {
        foreach (var first in Enter(_definition.Root, null, AtFirst)) DrawNode(first.Node);
        // A branch that an event opened stands beside the way, from the step that waits in it or was done.
        foreach (var node in _definition.Root.SelfAndDescendants().Where(n => IsStep(n.Type) && (_waiting.Contains(n.Id) || WasDone(n.Id)))) DrawNode(node);
        return new CycleDiagram(_nodes, [.. _lines]);
    }

    private void DrawNode(ActivityNode node)
    {
        if (!_drawn.Add(node.Id)) return;

        _nodes.Add(new DiagramNode(node.Id, TitleOf(node.Id), StateOf(node.Id)));
        foreach (var connection in _connections[node.Id])
        {
            foreach (var (next, label) in StepsAt(connection.TargetId, LabelOf(connection), [], AtFirst))
            {
                _lines.Add(new DiagramConnection(node.Id, next.Id, label));
                DrawNode(next);
            }
        }
    }

    private IEnumerable<(ActivityNode Node, string? Label)> Enter(ActivityNode flowchart, string? label, IReadOnlyDictionary<string, JsonNode?> known) =>
        FlowchartStart.Of(flowchart) is { } start ? StepsAt(start.Id, label, [], known) : [];

    /// <summary>The next steps that a person would name, from here: through what only decides, and into and out of a flowchart within.</summary>
    /// <param name="known">What variables were given on the way here: they decide at a switch.</param>
    private IEnumerable<(ActivityNode Node, string? Label)> StepsAt(
        string activityId, string? label, HashSet<string> passed, IReadOnlyDictionary<string, JsonNode?> known)
    {
        if (_definition.Find(activityId) is not { } node || !passed.Add(activityId)) return [];
        if (IsStep(node.Type)) return [(node, label)];
        if (node.Type == EventType) return [];
        if (node.Type == ActivityNode.FlowchartType) return Enter(node, label, known);

        var onward = _connections[activityId].ToList();
        if (DecidingTypes.Contains(node.Type))
        {
            (var outcomes, known) = _foresight.Pass(node, known);
            // One that says nothing here, as it fails without the case's own values: then any way may be the way.
            if (onward.FindAll(c => outcomes.Contains(c.SourcePort)) is { Count: > 0 } taken) onward = taken;
        }

        if (onward.Count == 0 && _flowcharts.TryGetValue(activityId, out var around)) onward = [.. _connections[around.Id]];
        return onward.SelectMany(c => StepsAt(c.TargetId, label ?? LabelOf(c), passed, known)).ToList();
    }

    private PhaseState StateOf(string activityId) =>
        _own.Contains(activityId) ? PhaseState.Current
        : _waiting.Contains(activityId) ? PhaseState.Waiting
        : WasDone(activityId) ? PhaseState.Done
        : PhaseState.Upcoming;

    private bool WasDone(string activityId) => _completed.Exists(e => e.ActivityId == activityId);

    private string TitleOf(string activityId) => _texts.Shipped(_definition.Find(activityId) is { } node ? node.DisplayText ?? node.Name ?? node.Id : activityId);

    private string? LabelOf(Connection connection) => OutcomeIn(connection.SourcePort);

    private string? OutcomesIn(string joined) => JoinedList.Split(joined).Select(OutcomeIn).OfType<string>().ToList() is { Count: > 0 } told ? string.Join(", ", told) : null;

    private string? OutcomeIn(string outcome) => outcome is "" or OnlyOutcome ? null : _texts.Find($"Outcome.{outcome}") ?? _texts.Shipped(outcome);

    private static bool IsStep(string type) => type.StartsWith(OwnPrefix, StringComparison.Ordinal);
}
