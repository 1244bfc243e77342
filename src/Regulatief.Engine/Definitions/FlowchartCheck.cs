using Regulatief.Engine.Activities;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Definitions;

/// <summary>Finds what is wrong with the shape of one flowchart.</summary>
internal sealed class FlowchartCheck(ActivityNode flowchart, IActivityCatalog catalog, ProblemList problems)
{
    private readonly FlowGraph graph = flowchart.Graph;
    private readonly List<ActivityNode> members = [.. flowchart.EmbeddedIn("activities")];

    public void Judge()
    {
        FindBadLoops();
    }

    /// <summary>A loop must go back to an activity that every path to its end goes through. Elsa 3 faults on any other when it comes there.</summary>
    private void FindBadLoops()
    {
        foreach (var connection in flowchart.Connections.Distinct().Where(c => graph.IsReachable(c.SourceId) && !graph.IsForward(c)))
        {
            if (!graph.Dominates(connection.TargetId, connection.SourceId))
            {
                problems.Error(
                    "bad-loop",
                    $"$..[?(@.id=='{flowchart.Id}')].connections",
                    $"The loop from '{connection.SourceId}' back to '{connection.TargetId}' can be entered without passing '{connection.TargetId}'.",
                    connection.SourceId);
            }
        }

        _ = (catalog, members);
    }
}
