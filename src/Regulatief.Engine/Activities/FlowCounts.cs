using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;

namespace Regulatief.Engine.Activities;

/// <summary>How often a flowchart's activities were visited and its connections passed, kept in the state of its visit.</summary>
internal sealed class FlowCounts(JsonObject state)
{
    public void Visit(string activityId) => Raise("visits", activityId);

    public void Pass(Connection connection, bool isTaken)
    {
        Raise("passed", KeyOf(connection));
        Section("taken")[KeyOf(connection)] = isTaken;
    }

    /// <summary>As counted elsewhere.</summary>
    public void Set(string activityId, int visits)
    {
        if (visits > 0)
        {
            Section("visits")[activityId] = visits;
        }
    }

    /// <summary>As counted elsewhere.</summary>
    public void Set(Connection connection, int passes, bool wasTaken)
    {
        if (passes > 0)
        {
            Section("passed")[KeyOf(connection)] = passes;
            Section("taken")[KeyOf(connection)] = wasTaken;
        }
    }

    public int Visits(string activityId) => Count("visits", activityId);

    public int Passes(Connection connection) => Count("passed", KeyOf(connection));

    /// <summary>Whether it was taken when it was passed last.</summary>
    public bool WasTaken(Connection connection) => Section("taken")[KeyOf(connection)]?.GetValue<bool>() == true;

    private static string KeyOf(Connection connection) =>
        $"{connection.SourceId}:{connection.SourcePort}->{connection.TargetId}:{connection.TargetPort}";

    private void Raise(string section, string key) => Section(section)[key] = Count(section, key) + 1;

    private int Count(string section, string key) => Section(section)[key]?.GetValue<int>() ?? 0;

    private JsonObject Section(string name)
    {
        if (state[name] is not JsonObject section)
        {
            state[name] = section = [];
        }

        return section;
    }
}

/// <summary>What the counts say of the next visit to an activity: its inbound connections were passed for it, or not yet.</summary>
/// <param name="inbound">Those leading forward; at least one.</param>
internal sealed class JoinRound(FlowCounts counts, string activityId, IReadOnlyList<Connection> inbound)
{
    private readonly int visits = counts.Visits(activityId);
    private readonly int latest = inbound.Max(counts.Passes);

    public bool AllPassed => inbound.Min(counts.Passes) > visits;

    public bool AnyTaken => latest > visits && inbound.Any(IsTakenNow);

    public bool AllTaken => latest > visits && inbound.All(IsTakenNow);

    /// <summary>Whether the activity already ran on the round in which this connection was passed.</summary>
    public bool IsOver(Connection connection) => counts.Passes(connection) <= visits;

    private bool IsTakenNow(Connection connection) => counts.Passes(connection) == latest && counts.WasTaken(connection);
}
