using System.Text.Json.Nodes;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Activities;

/// <summary>Runs its body once for each item, one after the other.</summary>
internal sealed class ForEach : CompositeActivity
{
    private const string ItemsKey = "items";
    private const string NextKey = "next";

    public override ActivityDescriptor Descriptor { get; } = new("Elsa.ForEach", "Looping", "For Each", "Iterate over a set of values.")
    {
        Inputs = [new("items", "Object", "Items", "The set of values to iterate.", "multitext")],
    };

    public override bool IsLoop => true;

    protected override void Start(Visit visit)
    {
        visit.State[ItemsKey] = ItemSource.Read(visit);
        Iterate(visit);
    }

    public override void ChildCompleted(Visit visit, Visit child, IReadOnlyList<string> outcomes) => Iterate(visit);

    private static void Iterate(Visit visit)
    {
        var items = visit.State[ItemsKey]!.AsArray();
        var next = visit.State[NextKey]?.GetValue<int>() ?? 0;
        if (visit.IsBreaking || next >= items.Count || visit.Node.EmbeddedIn("body").FirstOrDefault() is not { } body)
        {
            visit.Complete();
            return;
        }

        visit.SetOutput("currentValue", items[next]?.DeepClone());
        visit.State[NextKey] = next + 1;
        visit.Schedule(body, LoopVariables.Of(("CurrentIndex", next), ("CurrentValue", items[next]?.DeepClone())));
    }
}

/// <summary>Runs its body for all items at once.</summary>
internal sealed class ParallelForEach : CompositeActivity
{
    private const string RemainingKey = "remaining";

    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.ParallelForEach", "Looping", "Parallel For Each", "Schedule an activity for each item in parallel.")
        {
            Inputs = [new("items", "Object", "Items", "The items to iterate through.", "multitext")],
        };

    protected override void Start(Visit visit)
    {
        if (visit.Node.EmbeddedIn("body").FirstOrDefault() is not { } body)
        {
            return;
        }

        var items = ItemSource.Read(visit);
        visit.State[RemainingKey] = items.Count;
        for (var i = 0; i < items.Count; i++)
        {
            visit.Schedule(body, LoopVariables.Of(("CurrentValue", items[i]?.DeepClone()), ("CurrentIndex", i)));
        }
    }

    public override void ChildCompleted(Visit visit, Visit child, IReadOnlyList<string> outcomes)
    {
        var remaining = visit.State[RemainingKey]!.GetValue<int>() - 1;
        visit.State[RemainingKey] = remaining;
        if (remaining == 0)
        {
            visit.Complete();
        }
    }
}

/// <summary>The items of a loop.</summary>
internal static class ItemSource
{
    /// <summary>The items as an array of their own; one value that is no list is a list of one.</summary>
    public static JsonArray Read(Visit visit) => visit.InputJson("items") switch
    {
        null => [],
        JsonArray items => items.DeepClone().AsArray(),
        { } single => visit.Input<JsonArray>("items", [single.DeepClone()]).DeepClone().AsArray(),
    };
}
