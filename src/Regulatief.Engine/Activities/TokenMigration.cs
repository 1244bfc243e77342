using Regulatief.Engine.Definitions;
using Regulatief.Engine.Migration;

namespace Regulatief.Engine.Activities;

/// <summary>
/// Carries the tokens of an open flowchart over. They tell what is under way and nothing of what was passed long ago, so a changed join is let
/// through only where all that it waits for is still to come.
/// </summary>
internal sealed class TokenMigration
{
    private readonly VisitMove move;
    private readonly FlowGraph before;
    private readonly FlowGraph after;
    private readonly Dictionary<string, string> oldIds;
    private readonly HashSet<string> open;
    private readonly HashSet<string> ahead;
    private readonly HashSet<string> passed;

    public TokenMigration(VisitMove move, FlowGraph before, FlowGraph after)
    {
        (this.move, this.before, this.after) = (move, before, after);
        oldIds = move.From.EmbeddedIn("activities").Where(m => move.IdOf(m.Id) is not null).DistinctBy(m => move.IdOf(m.Id)).ToDictionary(m => move.IdOf(m.Id)!, m => m.Id);
        open = [.. oldIds.Where(m => move.IsVisited(m.Value)).Select(m => m.Key)];
        ahead = [.. open.SelectMany(after.Descendants).Except(open)];
        passed = [.. open.SelectMany(after.Ancestors), .. open];
    }

    public void Carry()
    {
        foreach (var lost in open.Where(id => !after.IsReachable(id)))
        {
            move.Refuse(MigrationObstacle.Unreachable, oldIds[lost]);
        }

        foreach (var member in move.To.EmbeddedIn("activities").Where(m => after.IsReachable(m.Id)))
        {
            Judge(member);
        }

        foreach (var waiting in move.Stored.Tokens.Where(t => !t.IsConsumed && !oldIds.ContainsValue(t.TargetId)))
        {
            move.Refuse(MigrationObstacle.JoinChanged, waiting.TargetId);
        }

        move.Tokens = [.. move.Stored.Tokens.Where(t => move.IdOf(t.TargetId) is not null).Select(t => t with { SourceId = move.IdOf(t.SourceId) ?? t.SourceId, TargetId = move.IdOf(t.TargetId)! })];
    }

    private void Judge(ActivityNode member)
    {
        var inbound = after.ForwardInbound(member.Id);
        var added = inbound.Where(c => !WasForward(c)).ToList();
        if (oldIds.TryGetValue(member.Id, out var oldId))
        {
            var old = move.From.EmbeddedIn("activities").First(m => m.Id == oldId);
            var isAlike = ModeOf(old) == ModeOf(member) && added.Count == 0 && inbound.Count == before.ForwardInbound(oldId).Count;
            var isHalfJoined = move.Stored.Tokens.Any(t => t.TargetId == oldId && (t.IsBlocked || (t.IsLive && !open.Contains(member.Id))));
            if (!isAlike && (isHalfJoined || (Remembers(old, member) && !IsAhead(member.Id))))
            {
                move.Refuse(MigrationObstacle.JoinChanged, oldId);
                return;
            }

            if (isAlike)
            {
                return;
            }
        }

        foreach (var connection in added.Where(c => IsToCome(c.SourceId) && passed.Contains(member.Id)))
        {
            move.Refuse(MigrationObstacle.AlreadyPassed, oldId ?? member.Id, connection.SourceId);
        }

        foreach (var connection in inbound.Where(c => inbound.Count > 1 && WaitsForAll(member) && IsAhead(member.Id) && !IsToCome(c.SourceId)))
        {
            move.Refuse(MigrationObstacle.PathPassed, oldId ?? member.Id, connection.SourceId);
        }
    }

    private bool WasForward(Connection connection) =>
        oldIds.TryGetValue(connection.SourceId, out var source) && oldIds.TryGetValue(connection.TargetId, out var target)
        && before.Outbound(source).Any(c => c.SourcePort == connection.SourcePort && c.TargetId == target && before.IsForward(c));

    private bool IsToCome(string id) => open.Contains(id) || ahead.Contains(id);

    private bool IsAhead(string id) => ahead.Contains(id) && !passed.Contains(id);

    /// <summary>Whether it swallows what comes late, or holds what came early: then what came long ago matters.</summary>
    private static bool Remembers(ActivityNode old, ActivityNode member) => ModeOf(old) != nameof(MergeMode.Stream) || ModeOf(member) != nameof(MergeMode.Stream);

    private static bool WaitsForAll(ActivityNode member) => ModeOf(member) is nameof(MergeMode.Merge) or nameof(MergeMode.Converge);

    private static string ModeOf(ActivityNode member) => MergeModes.Written(member)?.ToString() ?? $"{member.Inputs["mode"].Value}";
}
