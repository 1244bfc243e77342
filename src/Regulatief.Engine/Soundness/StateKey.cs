using Regulatief.Engine.Activities;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Instances;

namespace Regulatief.Engine.Soundness;

/// <summary>What two instances have in common that go on in the same ways: their open visits and waits, without ids, instants and age.</summary>
internal sealed class StateKey(WorkflowDefinition definition)
{
    // How far a path may run ahead of the others of its join before further rounds count as the same.
    private const int MaxAhead = 3;

    public string Of(WorkflowInstance instance)
    {
        var children = instance.Executions.ToLookup(e => e.ParentId);
        var waits = instance.Bookmarks.ToLookup(b => b.ActivityExecutionId);
        var roots = children[null].Select(root => Of(root, children, waits)).Order(StringComparer.Ordinal);
        return $"{instance.SubStatus} {instance.IsRootCompleted} {string.Join(' ', roots)}";
    }

    /// <summary>For each join that is on the way, what it still lacks: the activities whose paths have not come.</summary>
    public Dictionary<string, IReadOnlyList<string>> JoinsUnderWay(WorkflowInstance instance)
    {
        var joins = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var flowchart in instance.Executions.Where(e => definition.Find(e.ActivityId)!.Connections.Count > 0))
        {
            var running = instance.Executions.Where(e => e.ParentId == flowchart.Id).Select(e => e.ActivityId).ToHashSet();
            var arrived = definition.MovesTokens
                ? flowchart.Tokens.Where(t => t.IsLive).Select(t => (t.SourceId, t.TargetId)).ToHashSet()
                : [.. Rounds(flowchart).Where(r => r is { Ahead: > 0, IsTaken: true }).Select(r => (r.Connection.SourceId, r.Connection.TargetId))];
            foreach (var join in arrived.GroupBy(a => a.TargetId, a => a.SourceId).Where(j => !running.Contains(j.Key)))
            {
                joins[join.Key] = [.. GraphOf(flowchart).ForwardInbound(join.Key).Select(c => c.SourceId).Distinct().Except(join)];
            }
        }

        return joins;
    }

    private string Of(ActivityExecution visit, ILookup<Guid?, ActivityExecution> children, ILookup<Guid, Bookmark> waits)
    {
        var parts = children[visit.Id].Select(child => Of(child, children, waits))
            .Concat(visit.Awaited.Select(a => $"{a.Key}?{a.Value}"))
            .Concat(visit.Tokens.GroupBy(t => t).Select(t => $"{t.Key}{Math.Min(t.Count(), MaxAhead)}"))
            .Order(StringComparer.Ordinal);
        var state = definition.Find(visit.ActivityId)!.Type == ActivityNode.FlowchartType
            ? string.Join(',', Rounds(visit).Select(r => $"{r.Ahead}{(r is { Ahead: > 0, IsTaken: true } ? "t" : "")}"))
            : visit.State?.ToJsonString();
        return $"{visit.ActivityId}({visit.Status},{visit.IsBreaking},{visit.CameBack},{waits[visit.Id].Count()},{state},{string.Join(' ', parts)})";
    }

    /// <summary>For each forward connection: how many rounds it is ahead of its target. Only that decides what a join does, not how often both came.</summary>
    private List<(Connection Connection, int Ahead, bool IsTaken)> Rounds(ActivityExecution flowchart)
    {
        if (flowchart.State is null || definition.MovesTokens)
        {
            return [];
        }

        var counts = new FlowCounts(flowchart.State.DeepClone().AsObject());
        var graph = GraphOf(flowchart);
        var forward = definition.Find(flowchart.ActivityId)!.Connections.Distinct().Where(graph.IsForward);
        return [.. forward.Select(c => (c, Math.Clamp(counts.Passes(c) - counts.Visits(c.TargetId), -MaxAhead, MaxAhead), counts.WasTaken(c)))];
    }

    private FlowGraph GraphOf(ActivityExecution flowchart)
    {
        var node = definition.Find(flowchart.ActivityId)!;
        return flowchart.State?.Text("start") is { } start ? node.GraphFrom(start) : node.Graph;
    }
}
