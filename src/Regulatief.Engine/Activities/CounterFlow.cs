using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Activities;

/// <summary>
/// Counts how often each connection was passed, taken or not, and judges a join by the counts. A path that is not taken is passed too, all
/// the way down, so that nothing waits for it. Elsa 3's default, and ours: <c>Reference/runs.jsonl</c> was recorded in it.
/// </summary>
internal sealed class CounterFlow(Visit visit, FlowGraph graph) : Flow(visit, graph)
{
    private readonly FlowCounts counts = new(visit.State);
    private string? goOnAt;

    public override void ChildCompleted(Visit child, IReadOnlyList<string> outcomes)
    {
        if (child.Status == ActivityStatus.Completed && !Leave(child.Node.Id, outcomes, child.CameBack))
        {
            CompleteIfIdle();
        }
    }

    public override void DescendantCanceled(Visit canceled)
    {
        CompleteIfIdle();
        if (canceled.Parent == Visit)
        {
            Leave(canceled.Node.Id, [], cameBack: false);
        }
    }

    /// <summary>
    /// Those ahead to which skipping the failed one leads with nothing else under way to them; and those behind, to which a loop could lead
    /// back, when nothing else is under way or half joined from there on.
    /// </summary>
    public override IReadOnlyList<ActivityNode> TargetsInsteadOf(Visit failed)
    {
        var targets = Ahead(failed.Node.Id);
        targets.UnionWith(Graph.Ancestors(failed.Node.Id).Where(id => CanGoBack(id, failed)));
        return [.. Visit.Node.EmbeddedIn("activities").Where(m => targets.Contains(m.Id))];
    }

    public override void GoOnAt(Visit failed, ActivityNode target)
    {
        if (Ahead(failed.Node.Id).Contains(target.Id))
        {
            goOnAt = target.Id;
            Leave(failed.Node.Id, [], failed.CameBack);
            return;
        }

        if (!failed.CameBack)
        {
            counts.Visit(failed.Node.Id);
        }

        Visit.Schedule(target, cameBack: true);
    }

    private HashSet<string> Ahead(string failedId)
    {
        var (left, ahead) = (new HashSet<string> { failedId }, new HashSet<string>());
        var pending = new Queue<string>([failedId]);
        while (pending.TryDequeue(out var source))
        {
            foreach (var target in Graph.Outbound(source).Where(Graph.IsForward).Select(c => c.TargetId).Distinct().Where(t => !ahead.Contains(t) && !IsOpen(t)))
            {
                var inbound = Graph.ForwardInbound(target);
                if (inbound.All(c => counts.Passes(c) + (left.Contains(c.SourceId) ? 1 : 0) > counts.Visits(target)))
                {
                    ahead.Add(target);

                    // Another path to it was taken: it runs in any case, and nothing beyond it is skipped.
                    if (!inbound.Any(c => !left.Contains(c.SourceId) && counts.WasTaken(c)) && left.Add(target))
                    {
                        pending.Enqueue(target);
                    }
                }
            }
        }

        return ahead;
    }

    private bool CanGoBack(string id, Visit failed) => Graph.Dominates(id, failed.Node.Id)
        && Graph.Descendants(id).Where(d => d != failed.Node.Id).All(d => !IsOpen(d) && Graph.ForwardInbound(d).All(c => counts.Passes(c) <= counts.Visits(d)));

    private bool IsOpen(string id) => Visit.Children.Exists(c => c.Node.Id == id);

    /// <summary>Passes the connections that leave an activity. True if something was scheduled.</summary>
    /// <param name="outcomes">Those it completed with; none when it was skipped or called off.</param>
    /// <param name="cameBack">It ran because of a loop, in which case it was counted when the loop was entered.</param>
    private bool Leave(string activityId, IReadOnlyList<string> outcomes, bool cameBack)
    {
        if (!Graph.IsReachable(activityId))
        {
            throw new ActivityFaultException("unreachable", $"'{activityId}' ran, but no path of flowchart '{Visit.Node.Id}' leads to it.");
        }

        if (!cameBack)
        {
            counts.Visit(activityId);
        }

        var scheduled = false;
        foreach (var connection in Graph.Outbound(activityId))
        {
            var isTaken = outcomes.Contains(connection.SourcePort);
            counts.Pass(connection, isTaken);
            scheduled |= Graph.IsForward(connection) ? Arrive(connection) : isTaken && GoBack(connection);
        }

        return scheduled;
    }

    private bool GoBack(Connection connection)
    {
        if (!Graph.Dominates(connection.TargetId, connection.SourceId))
        {
            throw new ActivityFaultException(
                "bad-loop",
                $"The loop from '{connection.SourceId}' back to '{connection.TargetId}' can be entered without passing '{connection.TargetId}'.");
        }

        Visit.Schedule(Member(connection.TargetId), cameBack: true);
        return true;
    }

    /// <summary>A forward connection was passed: its target is due, is to be skipped, or waits for others.</summary>
    private bool Arrive(Connection connection)
    {
        var target = Member(connection.TargetId);
        var round = new JoinRound(counts, target.Id, Graph.ForwardInbound(target.Id));
        if (target.Id == goOnAt && round.AllPassed)
        {
            return Schedule(target);
        }

        var mode = JoinModes.Of(target, Visit);
        if (mode == JoinMode.WaitAny)
        {
            return ArriveFirst(connection, target, round);
        }

        if (!round.AllPassed)
        {
            return false;
        }

        return (mode == JoinMode.WaitAll ? round.AllTaken : round.AnyTaken) ? Schedule(target) : Skip(target);
    }

    private bool ArriveFirst(Connection connection, ActivityNode target, JoinRound round)
    {
        if (round.IsOver(connection) || Visit.Run.IsScheduled(Visit, target))
        {
            return false;
        }

        if (round.AnyTaken)
        {
            Schedule(target);
            CancelOnTheWayTo(target, CancelOrder.ChildrenFirst);
            return true;
        }

        return round.AllPassed && Skip(target);
    }

    private bool Schedule(ActivityNode target)
    {
        Visit.Schedule(target);
        return true;
    }

    private bool Skip(ActivityNode target) => Leave(target.Id, [], cameBack: false);
}
