using System.Text.Json.Nodes;
using Regulatief.Engine.Activities;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Soundness;

/// <summary>Finds joins that can never fire: they wait for paths of which only one can be taken.</summary>
internal sealed class JoinCheck(ActivityNode flowchart, bool movesTokens, IActivityCatalog catalog, ProblemList problems)
{
    private readonly FlowGraph graph = flowchart.Graph;
    private readonly Dictionary<(string Id, string Port), HashSet<string>> reachableWithout = [];
    private readonly HashSet<string> leavingByOnePort = [.. flowchart.EmbeddedIn("activities").Where(m => catalog.Find(m.Type)?.LeavesByOnePort(m) == true).Select(m => m.Id)];

    public void Judge()
    {
        foreach (var member in flowchart.EmbeddedIn("activities").Where(m => graph.IsReachable(m.Id)))
        {
            if (WaitsForAll(member) && FindExclusive(graph.ForwardInbound(member.Id)) is { } choice)
            {
                problems.Warning(
                    "dead-join", member.Path, $"'{new NamedActivity(member.Id)}' waits for all of its paths, and '{new NamedActivity(choice)}' takes only one of them.", member.Id);
            }

            if (movesTokens && IsMerging(member, "Converge") && graph.Inbound(member.Id).Any(c => !graph.IsForward(c)))
            {
                problems.Warning("loop-join", member.Path, $"'{new NamedActivity(member.Id)}' waits for a loop that begins with itself.", member.Id);
            }
        }
    }

    private bool WaitsForAll(ActivityNode member) => JoinModes.Written(member) switch
    {
        JoinMode.WaitAll => true,
        JoinMode.WaitAllActive when movesTokens => member.Type == "Elsa.FlowJoin" || IsMerging(member, "Merge") || IsMerging(member, "Converge"),
        _ => false,
    };

    private static bool IsMerging(ActivityNode member, string mode) =>
        (member.Source["customProperties"] as JsonObject)?.Text("mergeMode")?.Equals(mode, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>An activity of which two of these connections each need another port; null when there is none.</summary>
    private string? FindExclusive(IReadOnlyList<Connection> inbound)
    {
        var choices = inbound.SelectMany(c => graph.Ancestors(c.SourceId).Append(c.SourceId)).Distinct()
            .Where(id => graph.Outbound(id).Select(c => c.SourcePort).Distinct().Skip(1).Any() && leavingByOnePort.Contains(id));
        return choices.FirstOrDefault(id =>
        {
            var ports = graph.Outbound(id).Select(c => c.SourcePort).Distinct();
            return ports.Count(port => inbound.Any(c => Needs(c, id, port))) > 1;
        });
    }

    private bool Needs(Connection connection, string activityId, string port)
    {
        if (connection.SourceId == activityId)
        {
            return connection.SourcePort == port;
        }

        if (!reachableWithout.TryGetValue((activityId, port), out var reachable))
        {
            reachableWithout[(activityId, port)] = reachable = graph.ReachableWithout(activityId, port);
        }

        return !reachable.Contains(connection.SourceId);
    }
}
