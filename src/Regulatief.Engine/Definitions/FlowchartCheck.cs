using Regulatief.Engine.Activities;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Definitions;

/// <summary>Finds what is wrong with the shape of one flowchart: loops into the middle, activities that nothing leads to, outcomes that lead
/// nowhere.</summary>
internal sealed class FlowchartCheck(ActivityNode flowchart, IActivityCatalog catalog, ProblemList problems)
{
    private readonly FlowGraph graph = flowchart.Graph;

    public void Judge()
    {
        FindBadLoops();
        foreach (var member in flowchart.EmbeddedIn("activities"))
        {
            if (!graph.IsReachable(member.Id) && catalog.Find(member.Type)?.Descriptor.IsTrigger != true)
            {
                problems.Warning("unreachable", member.Path, $"No path leads from the start '{Named(graph.StartId)}' to '{Named(member.Id)}'.", member.Id);
            }
            else
            {
                FindDeadEnds(member);
            }
        }
    }

    /// <summary>A loop must go back to an activity that every path to its end goes through. Elsa 3 faults on any other when it comes there.</summary>
    private void FindBadLoops()
    {
        for (var i = 0; i < flowchart.Connections.Count; i++)
        {
            var (source, target) = (flowchart.Connections[i].SourceId, flowchart.Connections[i].TargetId);
            if (graph.IsReachable(source) && !graph.IsForward(flowchart.Connections[i]) && !graph.Dominates(target, source))
            {
                problems.Error(
                    "bad-loop",
                    $"{flowchart.Path}.connections[{i}]",
                    $"The loop from '{Named(source)}' goes back to '{Named(target)}', but '{Named(source)}' can be reached without passing '{Named(target)}'.",
                    source);
            }
        }
    }

    private void FindDeadEnds(ActivityNode member)
    {
        var connected = graph.Outbound(member.Id).Select(c => c.SourcePort).ToHashSet();
        foreach (var port in catalog.Find(member.Type)?.PortsOf(member)?.Where(p => !connected.Contains(p)) ?? [])
        {
            problems.Warning("dead-end", member.Path, $"The outcome '{new OutcomeName(port)}' of '{Named(member.Id)}' leads nowhere.", member.Id);
        }
    }

    private static NamedActivity Named(string? id) => new(id ?? "");
}
