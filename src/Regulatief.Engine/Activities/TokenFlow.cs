using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;

namespace Regulatief.Engine.Activities;

/// <summary>
/// Lays a token on each connection that is taken, and lets each activity's merge mode say on which tokens it runs. Elsa 3's newer mode (its
/// ADR 0005 and 0007), for definitions that ask for it.
/// </summary>
internal sealed class TokenFlow(Visit visit, FlowGraph graph) : Flow(visit, graph)
{
    private readonly TokenBoard tokens = new(visit.Tokens);

    public override void ChildCompleted(Visit child, IReadOnlyList<string> outcomes)
    {
        var taken = Graph.Outbound(child.Node.Id).Where(c => outcomes.Contains(c.SourcePort)).ToList();
        taken.ForEach(tokens.Lay);
        tokens.ConsumeAt(child.Node.Id);
        taken.ForEach(Arrive);
        if (!HasWork && !HasFailures && !tokens.HasLive)
        {
            tokens.Clear();
            Visit.Complete();
        }

        tokens.PurgeAt(child.Node.Id);
    }

    public override void DescendantCanceled(Visit canceled)
    {
        tokens.Forget(canceled.Node.Id);
        CompleteIfIdle();
    }

    public override IReadOnlyList<ActivityNode> TargetsInsteadOf(Visit failed) => new TokenMoves(Visit, Graph, failed).Targets;

    public override void GoOnAt(Visit failed, ActivityNode target)
    {
        var moves = new TokenMoves(Visit, Graph, failed);
        tokens.Lift(t => moves.IsSpent(t, target.Id));
        tokens.ConsumeAt(failed.Node.Id);
        tokens.PurgeAt(failed.Node.Id);
        if (moves.WayTo(target.Id) is { } way)
        {
            tokens.Lay(way);
        }

        Visit.Schedule(target);
    }

    private void Arrive(Connection connection)
    {
        var target = Member(connection.TargetId);
        var isDue = MergeModes.Of(target, Visit) switch
        {
            MergeMode.Race => WinsRace(connection, target),
            MergeMode.Cascade => IsFirst(connection),
            MergeMode.Merge => tokens.Fill(Graph.ForwardInbound(target.Id)),
            MergeMode.Converge => tokens.Fill(Graph.Inbound(target.Id)),
            _ => !Graph.ForwardInbound(target.Id).Any(c => tokens.IsPending(c.SourceId)),
        };
        if (isDue)
        {
            Visit.Schedule(target);
        }
    }

    private bool WinsRace(Connection connection, ActivityNode target)
    {
        // A flowchart on the way ends before what runs in it: the other way round, losing its last activity would complete it.
        CancelOnTheWayTo(target, CancelOrder.ParentFirst);
        return IsFirst(connection);
    }

    /// <summary>Whether the token is the first of its round. If so, those of the other paths will be swallowed when they come.</summary>
    private bool IsFirst(Connection connection)
    {
        if (tokens.Swallow(connection))
        {
            return false;
        }

        tokens.Block(Graph.ForwardInbound(connection.TargetId).Where(c => c.SourceId != connection.SourceId));
        return true;
    }
}
