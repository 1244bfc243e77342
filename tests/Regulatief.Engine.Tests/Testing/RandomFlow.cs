using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;

namespace Regulatief.Engine.Tests.Testing;

/// <summary>A random flowchart of up to 30 activities with forks, joins, waits and loops. One seed gives one flowchart.</summary>
/// <remarks>Connections lead from a lower activity to a higher one, but for loops, which lead back to one that every way goes through.</remarks>
internal sealed class RandomFlow
{
    private const int MostActivities = 30;
    private static readonly string[] FlatKinds = ["Write", "Write", "Ask", "Ask", "Event", "Fork", "JoinAll", "JoinActive", "End"];
    private static readonly string[] DeepKinds = [.. FlatKinds, "JoinAny", "Sequence", "Parallel", "BranchAny", "Inner"];

    private readonly Random random;
    private readonly string[] kinds;
    private readonly string prefix;

    private RandomFlow(Random random, bool isDeep, int count, string prefix)
    {
        (this.random, this.prefix) = (random, prefix);
        kinds = [.. Enumerable.Range(0, count).Select(i => i == 0 ? "Fork" : Pick(isDeep ? DeepKinds : FlatKinds))];
        if (kinds.All(k => k == "End" || k == "Fork"))
        {
            kinds[^1] = "Event";
        }

        for (var to = 1; to < count; to++)
        {
            for (var more = true; more; more = random.NextDouble() < 0.3)
            {
                Connect(to);
            }
        }

        foreach (var asking in Enumerable.Range(0, count).Where(i => kinds[i] == "Ask" && random.NextDouble() < 0.5))
        {
            var target = random.Next(asking + 1);
            if (Dominates(target, asking))
            {
                Loops.Add((asking, "No", target));
            }
        }
    }

    /// <summary>Those that lead on.</summary>
    public List<(int From, string Port, int To)> Forward { get; } = [];

    /// <summary>Those that lead back.</summary>
    public List<(int From, string Port, int To)> Loops { get; } = [];

    public int Count => kinds.Length;

    /// <summary>Without nesting, races and tokens: what <see cref="FlowModel"/> knows.</summary>
    public static RandomFlow Flat(int seed)
    {
        var random = new Random(seed);
        return new RandomFlow(random, isDeep: false, random.Next(2, MostActivities + 1), "n");
    }

    /// <summary>With all of that.</summary>
    public static WorkflowDefinition Deep(int seed)
    {
        var random = new Random(seed);
        var document = A.Document(new RandomFlow(random, isDeep: true, random.Next(2, (MostActivities / 2) + 1), "n").ToFlowchart());
        if (random.Next(2) == 0)
        {
            document["customProperties"] = new JsonObject { ["Flowchart:ExecutionMode"] = "TokenBased" };
        }

        return DefinitionReader.Read(document.ToJsonString(), A.Catalog).Definition!;
    }

    public string KindOf(int activity) => kinds[activity];

    public string IdOf(int activity) => $"{prefix}{activity}";

    public WorkflowDefinition ToDefinition() => A.Definition(ToFlowchart());

    private JsonObject ToFlowchart()
    {
        var activities = kinds.Select((kind, i) => ToActivity(kind, IdOf(i))).ToArray();
        var flowchart = A.Flowchart([.. Forward.Concat(Loops).Select(c => $"{IdOf(c.From)}:{c.Port}>{IdOf(c.To)}")], activities);
        (flowchart["id"], flowchart["start"]) = ($"{prefix}flowchart", IdOf(0));
        return flowchart;
    }

    private JsonObject ToActivity(string kind, string id) => kind switch
    {
        "Write" => A.WriteLine(id, $"'{id}'"),
        "Ask" => A.Activity(id, "Test.Asking", ("role", A.Literal("anyone"))),
        "Event" => A.Event(id),
        "Fork" => A.Activity(id, "Elsa.FlowFork", ("branches", A.Literal(new JsonArray("A", "B")))),
        "JoinAll" => A.Activity(id, "Elsa.FlowJoin", ("mode", A.Literal("WaitAll"))),
        "JoinActive" => A.Activity(id, "Elsa.FlowJoin", ("mode", A.Literal("WaitAllActive"))),
        "JoinAny" => A.Activity(id, "Elsa.FlowJoin", ("mode", A.Literal("WaitAny"))),
        "End" => A.Activity(id, "Elsa.End"),
        "Sequence" => Composite(id, "Elsa.Sequence", "activities"),
        "Parallel" => Composite(id, "Elsa.Parallel", "activities"),
        "BranchAny" => BranchAny(id),
        _ => Named(new RandomFlow(random, isDeep: false, random.Next(2, 6), $"{id}.").ToFlowchart(), id),
    };

    private static JsonObject Composite(string id, string type, string slot) =>
        A.Activity(id, type, (slot, new JsonArray(A.Event($"{id}.e"), A.WriteLine($"{id}.w", $"'{id}.w'"), A.Event($"{id}.f"))));

    private static JsonObject BranchAny(string id) => A.Activity(
        id, "Elsa.Fork", ("joinMode", "WaitAny"), ("branches", new JsonArray(A.Event($"{id}.e"), A.Activity($"{id}.d", "Elsa.Delay"))));

    private static JsonObject Named(JsonObject flowchart, string id)
    {
        flowchart["id"] = id;
        return flowchart;
    }

    private void Connect(int to)
    {
        var sources = Enumerable.Range(0, to).Where(i => PortsOf(i).Length > 0).ToArray();
        var from = Pick(sources);
        var connection = (from, Pick(PortsOf(from)), to);
        if (!Forward.Contains(connection))
        {
            Forward.Add(connection);
        }
    }

    private string[] PortsOf(int activity) => kinds[activity] switch
    {
        "Ask" => ["Yes", "No"],
        "Fork" => ["A", "B"],
        "End" => [],
        _ => ["Done"],
    };

    /// <summary>Whether no way leads from the first activity to another without this one.</summary>
    private bool Dominates(int dominator, int activity)
    {
        var reached = new HashSet<int> { 0 };
        if (dominator == 0 || dominator == activity)
        {
            return true;
        }

        foreach (var (from, _, to) in Forward.OrderBy(c => c.From).ThenBy(c => c.To))
        {
            if (reached.Contains(from) && from != dominator && to != dominator)
            {
                reached.Add(to);
            }
        }

        return !reached.Contains(activity);
    }

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];
}
