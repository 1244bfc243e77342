using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Instances;

namespace Regulatief.Engine.Activities;

/// <summary>Activities joined by connections, on which tokens move. Elsa 3's token-based mode (its ADR 0005 and 0007).</summary>
internal sealed class Flowchart : CompositeActivity
{
    private const string StartKey = "start";

    public override ActivityDescriptor Descriptor { get; } =
        new(ActivityNode.FlowchartType, "Flow", "Flowchart", "A flowchart is a collection of activities and connections between them.");

    protected override void Start(Visit visit)
    {
        var members = Members(visit);
        var trigger = members.FirstOrDefault(m => m.Id == visit.Run.PendingTriggerId);
        if (trigger is not null)
        {
            // What leads back is judged from where this instance began, also in later runs.
            visit.State[StartKey] = trigger.Id;
        }

        if ((trigger ?? FlowchartStart.Of(visit.Node)) is { } start)
        {
            visit.Schedule(start);
        }
        else
        {
            visit.Complete();
        }
    }

    public override void ChildCompleted(Visit visit, Visit child, IReadOnlyList<string> outcomes)
    {
        if (child.Activity.Descriptor.IsTerminal)
        {
            visit.Tokens.Clear();
            visit.Complete();
            return;
        }

        var graph = GraphOf(visit);
        var tokens = new TokenBoard(visit.Tokens);
        var taken = graph.Outbound(child.Node.Id).Where(c => outcomes.Contains(c.SourcePort)).ToList();
        taken.ForEach(tokens.Lay);
        tokens.ConsumeAt(child.Node.Id);
        foreach (var connection in taken)
        {
            Arrive(visit, graph, tokens, connection);
        }

        if (!HasWork(visit) && !tokens.HasLive && !visit.Children.Exists(c => c.Status == ActivityStatus.Faulted))
        {
            visit.Tokens.Clear();
            visit.Complete();
        }

        tokens.PurgeAt(child.Node.Id);
    }

    public override void DescendantCanceled(Visit visit, Visit canceled)
    {
        new TokenBoard(visit.Tokens).Forget(canceled.Node.Id);
        if (!HasWork(visit) && !visit.Children.Exists(c => c.Status == ActivityStatus.Faulted))
        {
            visit.Complete();
        }
    }

    /// <summary>A token arrives in front of an activity, whose merge mode decides what that means.</summary>
    private static void Arrive(Visit visit, FlowGraph graph, TokenBoard tokens, Connection connection)
    {
        var target = Members(visit).First(m => m.Id == connection.TargetId);
        var isDue = MergeModes.Of(target, visit) switch
        {
            MergeMode.Race => WinsRace(visit, graph, tokens, connection, cancelLosers: true),
            MergeMode.Cascade => WinsRace(visit, graph, tokens, connection, cancelLosers: false),
            MergeMode.Merge => tokens.Fill(graph.ForwardInbound(target.Id)),
            MergeMode.Converge => tokens.Fill(graph.Inbound(target.Id)),
            _ => !graph.ForwardInbound(target.Id).Any(c => tokens.IsPending(c.SourceId)),
        };
        if (isDue)
        {
            visit.Schedule(target);
        }
    }

    /// <summary>Whether the token is the first here. If so, the tokens of the other paths will be swallowed when they come.</summary>
    private static bool WinsRace(Visit visit, FlowGraph graph, TokenBoard tokens, Connection connection, bool cancelLosers)
    {
        if (cancelLosers)
        {
            var ancestors = graph.Ancestors(connection.TargetId);
            foreach (var loser in visit.Run.Visits.Where(v => v.Parent == visit && ancestors.Contains(v.Node.Id)).ToList())
            {
                visit.Run.Apply(new CancelSubtree(loser, CancelOrder.ChildrenFirst));
            }
        }

        if (tokens.Swallow(connection))
        {
            return false;
        }

        tokens.Block(graph.ForwardInbound(connection.TargetId).Where(c => c.SourceId != connection.SourceId));
        return true;
    }

    private static bool HasWork(Visit visit) =>
        visit.Children.Exists(c => c.Status == ActivityStatus.Running) || visit.Run.HasScheduledWork(visit);

    private static IEnumerable<ActivityNode> Members(Visit visit) => visit.Node.EmbeddedIn("activities");

    private static FlowGraph GraphOf(Visit visit) => visit.State.TryGetPropertyValue(StartKey, out var start)
        ? new FlowGraph(visit.Node, start!.GetValue<string>())
        : visit.Node.Graph;
}
