using Regulatief.Engine.Activities;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Soundness;

/// <summary>Finds loops that never rest, and waits that nothing but the awaited can end.</summary>
internal sealed class WaitCheck(IActivityCatalog catalog, ProblemList problems)
{
    // These wait for something that may never come. Timers come by themselves; tasks of the host have terms of their own.
    private static readonly HashSet<string> Endless = ["Elsa.Event", "Elsa.RunTask"];

    /// <summary>A loop in which nothing waits runs on until a condition or the engine's limit stops it.</summary>
    public void JudgeLoops(ActivityNode flowchart)
    {
        var graph = flowchart.Graph;
        for (var i = 0; i < flowchart.Connections.Count; i++)
        {
            var back = flowchart.Connections[i];
            if (!graph.IsReachable(back.SourceId) || graph.IsForward(back))
            {
                continue;
            }

            var body = graph.Descendants(back.TargetId);
            body.IntersectWith(graph.Ancestors(back.SourceId).Append(back.SourceId));
            if (!flowchart.EmbeddedIn("activities").Any(m => body.Contains(m.Id) && Waits(m)))
            {
                problems.Warning(
                    "restless-loop",
                    $"{flowchart.Path}.connections[{i}]",
                    $"The loop from '{new NamedActivity(back.SourceId)}' back to '{new NamedActivity(back.TargetId)}' waits nowhere.",
                    back.SourceId);
            }
        }
    }

    /// <summary>A wait can be called off where a race is on: below a fork that waits for any, or before a join that does.</summary>
    public void JudgeEscapes(ActivityNode node, bool canBeCalledOff)
    {
        if (!canBeCalledOff && Endless.Contains(node.Type))
        {
            problems.Warning(
                "no-escape", node.Path, $"'{new NamedActivity(node.Id)}' waits for something that may never come, and nothing else ends the wait.", node.Id);
        }

        var raced = node.Type == ActivityNode.FlowchartType ? RacedIn(node) : [];
        var isRace = node.Type == "Elsa.Fork" && node.Inputs.TryGetValue("joinMode", out var mode) && mode.Value?.ToString() == "WaitAny";
        foreach (var child in node.Embedded.Select(e => e.Activity))
        {
            JudgeEscapes(child, canBeCalledOff || isRace || raced.Contains(child.Id));
        }
    }

    /// <summary>Whether a visit to the node, or to one within it, can wait.</summary>
    private bool Waits(ActivityNode node) => node.SelfAndDescendants().Any(n => catalog.Find(n.Type)?.Descriptor.Waits == true);

    private static HashSet<string> RacedIn(ActivityNode flowchart) => flowchart.EmbeddedIn("activities")
        .Where(m => JoinModes.Written(m) == JoinMode.WaitAny && flowchart.Graph.ForwardInbound(m.Id).Count > 1)
        .SelectMany(m => flowchart.Graph.Ancestors(m.Id))
        .ToHashSet();
}
