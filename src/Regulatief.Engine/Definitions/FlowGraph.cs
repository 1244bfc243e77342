namespace Regulatief.Engine.Definitions;

/// <summary>A flowchart's connections as seen from its start: which lead on, and which lead back.</summary>
/// <remarks>
/// Elsa 3 walks breadth first and takes a connection as leading back when its target already leads to its source.
/// The walk decides which of a loop's connections that is, so it is walked the same way here.
/// </remarks>
internal sealed class FlowGraph
{
    private readonly ILookup<string, Connection> outbound;
    private readonly ILookup<string, Connection> inbound;
    private readonly Dictionary<string, HashSet<string>> forwardTargets = [];
    private readonly ILookup<string, Connection> forwardInbound;

    public FlowGraph(ActivityNode flowchart, string? startId)
    {
        var connections = flowchart.Connections.Distinct().ToList();
        StartId = startId;
        outbound = connections.ToLookup(c => c.SourceId);
        inbound = connections.ToLookup(c => c.TargetId);
        var order = Walk();
        forwardInbound = order
            .SelectMany(edge => connections.Where(c => c.SourceId == edge.Source && c.TargetId == edge.Target))
            .ToLookup(c => c.TargetId);
    }

    public string? StartId { get; }

    public IEnumerable<Connection> Outbound(string activityId) => outbound[activityId];

    public IReadOnlyList<Connection> Inbound(string activityId) => [.. inbound[activityId]];

    public IReadOnlyList<Connection> ForwardInbound(string activityId) => [.. forwardInbound[activityId]];

    public bool IsForward(Connection connection) =>
        forwardTargets.TryGetValue(connection.SourceId, out var targets) && targets.Contains(connection.TargetId);

    public bool IsReachable(string activityId) => activityId == StartId || forwardInbound.Contains(activityId);

    /// <summary>All from which a forward path leads to an activity.</summary>
    public HashSet<string> Ancestors(string activityId)
    {
        var ancestors = Closure(activityId, id => forwardInbound[id].Select(c => c.SourceId));
        ancestors.Remove(activityId);
        return ancestors;
    }

    /// <summary>An activity, and all to which a forward path leads from it.</summary>
    public HashSet<string> Descendants(string activityId) => Closure(activityId, id => forwardTargets.GetValueOrDefault(id) ?? []);

    /// <summary>An activity, and all to which forward connections of a kind lead from it.</summary>
    public HashSet<string> Descendants(string activityId, Predicate<Connection> goesBy) =>
        Closure(activityId, id => outbound[id].Where(c => IsForward(c) && goesBy(c)).Select(c => c.TargetId));

    /// <summary>Whether paths leave an activity that are taken together.</summary>
    public bool Forks(string activityId, bool leavesByOnePort)
    {
        var paths = outbound[activityId].Select(c => (c.SourcePort, c.TargetId)).Distinct().ToList();
        return paths.Count > 1 && (!leavesByOnePort || paths.DistinctBy(p => p.SourcePort).Count() < paths.Count);
    }

    /// <summary>What the start leads to when one port of one activity is taken away.</summary>
    public HashSet<string> ReachableWithout(string sourceId, string port) => StartId is null ? [] : Closure(
        StartId, id => outbound[id].Where(c => IsForward(c) && (c.SourceId != sourceId || c.SourcePort != port)).Select(c => c.TargetId));

    /// <summary>Whether every forward path from the start to an activity goes through another.</summary>
    public bool Dominates(string dominatorId, string activityId) =>
        dominatorId == activityId || dominatorId == StartId || !LeadsTo(StartId!, activityId, avoiding: dominatorId);

    private List<(string Source, string Target)> Walk()
    {
        var edges = new List<(string Source, string Target)>();
        if (StartId is null)
        {
            return edges;
        }

        var visited = new HashSet<string>();
        var pending = new Queue<string>([StartId]);
        while (pending.TryDequeue(out var source))
        {
            visited.Add(source);
            foreach (var target in outbound[source].Select(c => c.TargetId))
            {
                var known = forwardTargets.TryGetValue(source, out var targets) && targets.Contains(target);
                if (known || LeadsTo(target, source, avoiding: null))
                {
                    continue;
                }

                edges.Add((source, target));
                if (!forwardTargets.TryAdd(source, [target]))
                {
                    forwardTargets[source].Add(target);
                }

                if (!visited.Contains(target))
                {
                    pending.Enqueue(target);
                }
            }
        }

        return edges;
    }

    private bool LeadsTo(string fromId, string toId, string? avoiding)
    {
        var visited = new HashSet<string>();
        var pending = new Stack<string>([fromId]);
        while (pending.TryPop(out var current))
        {
            if (current == toId)
            {
                return true;
            }

            if (current != avoiding && visited.Add(current) && forwardTargets.TryGetValue(current, out var targets))
            {
                foreach (var next in targets)
                {
                    pending.Push(next);
                }
            }
        }

        return false;
    }

    private static HashSet<string> Closure(string fromId, Func<string, IEnumerable<string>> next)
    {
        var closure = new HashSet<string> { fromId };
        var pending = new Stack<string>([fromId]);
        while (pending.TryPop(out var current))
        {
            foreach (var id in next(current).Where(closure.Add))
            {
                pending.Push(id);
            }
        }

        return closure;
    }
}
