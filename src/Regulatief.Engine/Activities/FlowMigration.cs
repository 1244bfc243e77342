using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Migration;

namespace Regulatief.Engine.Activities;

/// <summary>
/// Carries the counts of an open flowchart over. A new connection from an activity that was left counts as passed and not taken, and one that was
/// added behind the instance as skipped: then each join stands at the end of a round as before. Where that would not come out even, it refuses.
/// </summary>
internal sealed class FlowMigration
{
    private readonly VisitMove move;
    private readonly FlowGraph before;
    private readonly FlowGraph after;
    private readonly FlowCounts stored;
    private readonly Dictionary<string, string> oldIds;
    private readonly Dictionary<string, int> skips = [];

    public FlowMigration(VisitMove move, FlowGraph before, FlowGraph after)
    {
        (this.move, this.before, this.after) = (move, before, after);
        stored = new FlowCounts(move.Stored.State?.DeepClone().AsObject() ?? []);
        oldIds = move.From.EmbeddedIn("activities").Where(m => move.IdOf(m.Id) is not null).DistinctBy(m => move.IdOf(m.Id)).ToDictionary(m => move.IdOf(m.Id)!, m => m.Id);
    }

    private IEnumerable<ActivityNode> Members => move.To.EmbeddedIn("activities").Where(m => after.IsReachable(m.Id));

    public void Carry()
    {
        foreach (var lost in oldIds.Where(m => move.IsVisited(m.Value) && !after.IsReachable(m.Key)))
        {
            move.Refuse(MigrationObstacle.Unreachable, lost.Value);
        }

        var state = new JsonObject();
        var carried = new FlowCounts(state);
        foreach (var member in Members)
        {
            Judge(member);
            carried.Set(member.Id, Visits(member.Id));
            foreach (var connection in after.Outbound(member.Id))
            {
                carried.Set(connection, Passes(connection), Before(connection) is { } old && stored.WasTaken(old));
            }
        }

        move.State = state;
    }

    private void Judge(ActivityNode member)
    {
        var inbound = after.ForwardInbound(member.Id);
        var rounds = Visits(member.Id);
        if (oldIds.TryGetValue(member.Id, out var oldId))
        {
            rounds += move.IsOpen(oldId) ? 1 : 0;
            var isPending = before.ForwardInbound(oldId).Any(c => stored.Passes(c) > rounds);
            if (isPending && !(JoinsTheSame(oldId, inbound) && JoinsAlike(oldId, member)))
            {
                move.Refuse(MigrationObstacle.JoinChanged, oldId);
                return;
            }
        }

        foreach (var connection in inbound.Where(c => ForwardBefore(c) is null && Passes(c) != rounds))
        {
            move.Refuse(Passes(connection) > rounds ? MigrationObstacle.PathPassed : MigrationObstacle.AlreadyPassed, oldId ?? member.Id, connection.SourceId);
        }
    }

    private bool JoinsTheSame(string oldId, IReadOnlyList<Connection> inbound) =>
        inbound.Count == before.ForwardInbound(oldId).Count && inbound.All(c => ForwardBefore(c) is not null);

    private bool JoinsAlike(string oldId, ActivityNode member)
    {
        var old = move.From.EmbeddedIn("activities").First(m => m.Id == oldId);
        return JoinModes.Written(old) == JoinModes.Written(member)
            && JsonNode.DeepEquals(old.Inputs.GetValueOrDefault("mode")?.Value, member.Inputs.GetValueOrDefault("mode")?.Value);
    }

    private int Visits(string id) => oldIds.TryGetValue(id, out var oldId) ? stored.Visits(oldId) : Skips(id);

    private int Passes(Connection connection) => Before(connection) is { } old ? stored.Passes(old) : Leaves(connection.SourceId);

    /// <summary>How often an activity was left, run or skipped. All that leaves it is passed each time.</summary>
    private int Leaves(string id) =>
        !oldIds.TryGetValue(id, out var oldId) ? Skips(id)
        : before.Outbound(oldId).Select(stored.Passes).DefaultIfEmpty(stored.Visits(oldId)).Max();

    /// <summary>How often an added activity would have been come to, had it been there.</summary>
    private int Skips(string id)
    {
        if (!skips.TryGetValue(id, out var times))
        {
            times = after.ForwardInbound(id).Select(Passes).DefaultIfEmpty(id == after.StartId ? 1 : 0).Min();
            skips.Add(id, times);
        }

        return times;
    }

    private Connection? ForwardBefore(Connection connection) => Before(connection) is { } old && before.IsForward(old) ? old : null;

    /// <summary>The same connection in the old version; null when it had none.</summary>
    private Connection? Before(Connection connection) =>
        oldIds.TryGetValue(connection.SourceId, out var source) && oldIds.TryGetValue(connection.TargetId, out var target)
            ? before.Outbound(source).FirstOrDefault(c => c.SourcePort == connection.SourcePort && c.TargetId == target && c.TargetPort == connection.TargetPort)
            : null;
}
