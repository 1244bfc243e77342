using System.Text.Json.Nodes;

namespace Regulatief.Engine.Definitions;

/// <summary>Tells which activities can run, by the drawing alone: values are not followed, so some may never run in truth.</summary>
public static class Reach
{
    private const string SequenceType = "Elsa.Sequence";

    /// <summary>All that can run from where the workflow starts, each once, when some ways are barred.</summary>
    /// <param name="isBarred">Whether a way on from an activity is not gone: asked with its port, or with <c>Done</c> within a sequence. In other
    /// composites all that stands in them can run.</param>
    public static IReadOnlyList<ActivityNode> From(ActivityNode root, Func<ActivityNode, string, bool> isBarred) =>
        [.. Members(root, isBarred).SelectMany(m => From(m, isBarred)).Prepend(root).DistinctBy(n => n.Id)];

    private static IEnumerable<ActivityNode> Members(ActivityNode node, Func<ActivityNode, string, bool> isBarred) => node.Type switch
    {
        ActivityNode.FlowchartType => MembersOfFlowchart(node, isBarred),
        SequenceType => MembersOfSequence(node, isBarred),
        _ => node.Embedded.Select(e => e.Activity),
    };

    private static HashSet<ActivityNode> MembersOfFlowchart(ActivityNode flowchart, Func<ActivityNode, string, bool> isBarred)
    {
        var members = flowchart.Embedded.Select(e => e.Activity).DistinctBy(m => m.Id).ToDictionary(m => m.Id);
        var reached = new HashSet<ActivityNode>(ReferenceEqualityComparer.Instance);
        var pending = new Queue<ActivityNode>(members.Values.Where(m => (m.Source["customProperties"] as JsonObject)?.Flag("canStartWorkflow") == true));
        if (FlowchartStart.Of(flowchart) is { } start)
        {
            pending.Enqueue(start);
        }

        while (pending.TryDequeue(out var member))
        {
            if (reached.Add(member))
            {
                var ways = flowchart.Connections.Where(c => c.SourceId == member.Id && !isBarred(member, c.SourcePort));
                ways.Select(c => members.GetValueOrDefault(c.TargetId)).OfType<ActivityNode>().ToList().ForEach(pending.Enqueue);
            }
        }

        return reached;
    }

    private static IEnumerable<ActivityNode> MembersOfSequence(ActivityNode sequence, Func<ActivityNode, string, bool> isBarred)
    {
        foreach (var member in sequence.Embedded.Select(e => e.Activity))
        {
            yield return member;
            if (isBarred(member, "Done"))
            {
                yield break;
            }
        }
    }
}
