using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Instances;

namespace Regulatief.Engine.Activities;

/// <summary>
/// Where a token-based flowchart can go on instead of at a failed activity: ahead of it, or where every way to it came by; where nothing else
/// under way comes by, and with a token still to come wherever one is waited for.
/// </summary>
internal sealed class TokenMoves
{
    private readonly Visit flowchart;
    private readonly FlowGraph graph;
    private readonly List<FlowToken> tokens;
    private readonly IReadOnlyList<ActivityNode> members;
    private readonly string failedId;
    private readonly HashSet<string> running;
    private readonly HashSet<string> lyingAt;
    private readonly HashSet<string> ahead;
    private readonly HashSet<string> behind;

    public TokenMoves(Visit flowchart, FlowGraph graph, Visit failed)
    {
        (this.flowchart, this.graph, tokens, failedId) = (flowchart, graph, flowchart.Tokens, failed.Node.Id);
        members = [.. flowchart.Node.EmbeddedIn("activities")];
        running = [.. flowchart.Children.Where(c => c != failed).Select(c => c.Node.Id)];
        lyingAt = [.. tokens.Where(t => t.IsLive && t.TargetId != failedId).Select(t => t.TargetId).Except(running)];
        ahead = graph.Descendants(failedId, c => !IsBlocked(c));
        behind = [.. graph.Ancestors(failedId).Where(id => graph.Dominates(id, failedId))];
    }

    public IReadOnlyList<ActivityNode> Targets => [.. members.Where(m => m.Id != failedId && CanBegin(m))];

    /// <summary>The connection by which the target is come to; null when it is a start that none leads to.</summary>
    public Connection? WayTo(string targetId) => graph.ForwardInbound(targetId).OrderByDescending(c => ahead.Contains(c.SourceId)).FirstOrDefault();

    /// <summary>Whether a block waits for a token that does not come any more: on a way that is skipped, or left for a new round.</summary>
    public bool IsSpent(FlowToken block, string targetId) => ahead.Contains(targetId)
        ? ahead.Contains(block.SourceId) && !From([.. Others(targetId), targetId]).Contains(block.SourceId)
        : graph.Descendants(targetId).Contains(block.SourceId);

    private bool CanBegin(ActivityNode target)
    {
        var others = Others(target.Id);
        return !From(others).Contains(target.Id)
            && (ahead.Contains(target.Id) ? IsDue(target) : behind.Contains(target.Id) && IsNewRound(target.Id))
            && !LeavesARaceUndecided(target.Id, others)
            && !LeavesOneToBeSwallowed(target.Id)
            && members.Where(m => m.Id != target.Id).All(m => !LosesWhatWouldWakeIt(m.Id, target.Id) && GetsItsTokens(m, [.. others, target.Id]));
    }

    /// <summary>All that is under way beside the failed one. What lies at the target already, the target will run on.</summary>
    private HashSet<string> Others(string targetId) => [.. running, .. lyingAt.Where(id => id != targetId)];

    private bool IsDue(ActivityNode target) => PathsWaitedFor(target).All(c => HoldsToken(c) || (graph.IsForward(c) && ahead.Contains(c.SourceId)));

    /// <summary>Whether a path is skipped that would have been taken too, and met another one at a race: neither would call the other off.</summary>
    private bool LeavesARaceUndecided(string targetId, HashSet<string> others)
    {
        var skipped = graph.Descendants(failedId).Except(graph.Descendants(targetId)).ToHashSet();
        var races = From(others).Where(id => members.Any(m => m.Id == id && MergeModes.Written(m) is MergeMode.Race or MergeMode.Cascade));
        return AnyForks(skipped)
            && races.Any(id => graph.ForwardInbound(id).Any(c => skipped.Contains(c.SourceId)));
    }

    /// <summary>
    /// Whether a fork is passed, one of whose paths might have called off what another activity is to swallow: the token of it would lie there for ever.
    /// </summary>
    private bool LeavesOneToBeSwallowed(string targetId)
    {
        var goesOn = graph.Descendants(targetId);
        var passed = ahead.Where(id => graph.Descendants(id).Contains(targetId)).Append(failedId).ToHashSet();
        return tokens.Exists(t => t.IsBlocked && !IsSpent(t, targetId) && goesOn.Contains(t.SourceId) && !running.Contains(t.TargetId))
            && AnyForks(passed);
    }

    private bool AnyForks(HashSet<string> ids) => members.Any(m => ids.Contains(m.Id) && graph.Forks(m.Id, flowchart.Run.BehaviourOf(m).LeavesByOnePort(m)));

    /// <summary>Whether nothing of the round that begins anew is under way still, nor comes to it from elsewhere to be swallowed.</summary>
    private bool IsNewRound(string targetId)
    {
        var round = graph.Descendants(targetId);
        var others = From([.. running, .. lyingAt]);
        return !round.Overlaps(running) && !round.Overlaps(lyingAt)
            && !tokens.Exists(t => t.IsBlocked && round.Contains(t.SourceId) && others.Contains(t.SourceId))
            && members.Where(m => round.Contains(m.Id)).All(m => !MayBeKeptWaiting(m, others))
            && !MayBeLeftByARace(round);
    }

    /// <summary>Whether a race of the new round may call off what another activity of it waits for: the token that lies there already would stay.</summary>
    private bool MayBeLeftByARace(HashSet<string> round)
    {
        var modes = members.Where(m => round.Contains(m.Id)).ToDictionary(m => m.Id, MergeModes.Written);
        var calledOff = modes.Where(m => m.Value == MergeMode.Race).SelectMany(m => graph.Ancestors(m.Key)).Where(round.Contains).ToHashSet();
        return modes.Where(m => m.Value is not (MergeMode.Race or MergeMode.Cascade)).Select(m => graph.ForwardInbound(m.Key).ToList())
            .Any(inbound => inbound.Count > 1 && inbound.Exists(c => calledOff.Contains(c.SourceId)));
    }

    /// <summary>Whether a token may come while another path is near that then turns elsewhere: nothing would look at the token again.</summary>
    private bool MayBeKeptWaiting(ActivityNode member, HashSet<string> others) => MergeModes.Written(member) == MergeMode.Stream
        && graph.ForwardInbound(member.Id).Select(c => c.SourceId).Any(s => others.Contains(s) && !AlwaysLeadsTo(s, member.Id));

    private bool AlwaysLeadsTo(string sourceId, string targetId)
    {
        var source = members.First(m => m.Id == sourceId);
        var ways = graph.Outbound(sourceId).Where(c => c.TargetId == targetId).Select(c => c.SourcePort).ToHashSet();
        return flowchart.Run.BehaviourOf(source).PortsOf(source)?.All(ways.Contains) == true;
    }

    /// <summary>Whether a token lies at an activity to which the failed one led and the target does not: others under way to it may turn elsewhere.</summary>
    private bool LosesWhatWouldWakeIt(string memberId, string targetId) =>
        lyingAt.Contains(memberId) && ahead.Contains(memberId) && !graph.Descendants(targetId).Contains(memberId);

    /// <summary>Whether an activity that something is under way to, or lies at, is not left waiting for what never comes.</summary>
    private bool GetsItsTokens(ActivityNode member, HashSet<string> underWay)
    {
        if (lyingAt.Contains(member.Id) && !From(underWay.Where(id => id != member.Id)).Contains(member.Id))
        {
            return false;
        }

        var comes = From(underWay);
        return !comes.Contains(member.Id) || running.Contains(member.Id)
            || PathsWaitedFor(member).All(c => HoldsToken(c) || (graph.IsForward(c) && comes.Contains(c.SourceId)));
    }

    /// <summary>The connections that must all hold a token before an activity runs; an expression that decides is taken to ask for all.</summary>
    private IReadOnlyList<Connection> PathsWaitedFor(ActivityNode member)
    {
        var inbound = MergeModes.Written(member) switch
        {
            null or MergeMode.Merge => graph.ForwardInbound(member.Id),
            MergeMode.Converge => graph.Inbound(member.Id),
            _ => [],
        };
        return inbound.Count > 1 ? inbound : [];
    }

    private HashSet<string> From(IEnumerable<string> ids) => [.. ids.SelectMany(graph.Descendants)];

    /// <summary>Those on which the failed one ran are gone with it.</summary>
    private bool HoldsToken(Connection connection) => tokens.Exists(t => t.IsLive && t.TargetId != failedId && TokenBoard.IsOn(t, connection));

    private bool IsBlocked(Connection connection) => tokens.Exists(t => t.IsBlocked && TokenBoard.IsOn(t, connection));
}
