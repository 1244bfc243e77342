using Regulatief.Engine.Definitions;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Soundness;

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

    /// <summary>An answer that leads nowhere while others lead on was forgotten, and whoever gives it stops the flow: an error. Where more is under way
    /// beside it, the path may mean to end there.</summary>
    private void FindDeadEnds(ActivityNode member)
    {
        var connected = graph.Outbound(member.Id).Select(c => c.SourcePort).ToHashSet();
        var activity = catalog.Find(member.Type);
        var isForgotten = activity?.Descriptor.Waits == true && connected.Count > 0 && !IsBesideOthers(member.Id);
        foreach (var port in activity?.PortsOf(member)?.Where(p => !connected.Contains(p)) ?? [])
        {
            Action<string, string, FormattableString, string?> tell = isForgotten ? problems.Error : problems.Warning;
            tell("dead-end", member.Path, $"The outcome '{new OutcomeName(port)}' of '{Named(member.Id)}' leads nowhere.", member.Id);
        }
    }

    /// <summary>Whether the way to it parts somewhere into paths that are taken together.</summary>
    private bool IsBesideOthers(string id)
    {
        var before = graph.Ancestors(id);
        return flowchart.EmbeddedIn("activities").Any(m => (m.Id == id || before.Contains(m.Id)) && graph.Forks(m.Id, catalog.Find(m.Type)?.LeavesByOnePort(m) != false));
    }

    private static NamedActivity Named(string? id) => new(id ?? "");
}
