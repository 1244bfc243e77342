using Regulatief.Engine.Definitions;
using Regulatief.Engine.Instances;

namespace Regulatief.Engine.Activities;

/// <summary>The tokens of a flowchart, and the moves made with them.</summary>
internal sealed class TokenBoard(List<FlowToken> tokens)
{
    public bool HasLive => tokens.Exists(t => t.IsLive);

    public void Clear() => tokens.Clear();

    public void Lay(Connection connection) => tokens.Add(On(connection));

    /// <summary>Takes the tokens on which an activity ran.</summary>
    public void ConsumeAt(string activityId) => Replace(t => t.IsLive && t.TargetId == activityId, t => t with { IsConsumed = true });

    /// <summary>Whether something is under way to an activity that has not run on it yet.</summary>
    public bool IsPending(string activityId) => tokens.Exists(t => t.IsLive && t.TargetId == activityId);

    /// <summary>Whether each of these connections holds a token; a lone one needs no company.</summary>
    public bool Fill(IReadOnlyList<Connection> inbound) =>
        inbound.Count <= 1 || inbound.All(c => tokens.Exists(t => t.IsLive && IsOn(t, c)));

    /// <summary>Whether a block lay on the connection. It is used up, and its trace lies there until the target has run.</summary>
    public bool Swallow(Connection connection)
    {
        var index = tokens.FindIndex(t => t.IsBlocked && IsOn(t, connection));
        if (index < 0)
        {
            return false;
        }

        tokens[index] = tokens[index] with { IsConsumed = true };
        return true;
    }

    public void Block(IEnumerable<Connection> connections) => tokens.AddRange(connections.Select(c => On(c) with { IsBlocked = true }));

    public void PurgeAt(string activityId) => tokens.RemoveAll(t => t.IsConsumed && t.TargetId == activityId);

    public void Lift(Predicate<FlowToken> isSpent) => tokens.RemoveAll(t => t.IsBlocked && isSpent(t));

    /// <summary>Removes all tokens from and to an activity that was called off.</summary>
    public void Forget(string activityId) => tokens.RemoveAll(t => t.SourceId == activityId || t.TargetId == activityId);

    public static bool IsOn(FlowToken token, Connection connection) =>
        token.SourceId == connection.SourceId && token.Port == connection.SourcePort && token.TargetId == connection.TargetId;

    private static FlowToken On(Connection connection) => new(connection.SourceId, connection.SourcePort, connection.TargetId);

    private void Replace(Predicate<FlowToken> condition, Func<FlowToken, FlowToken> change)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (condition(tokens[i]))
            {
                tokens[i] = change(tokens[i]);
            }
        }
    }
}
