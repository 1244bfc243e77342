using System.Text.Json.Nodes;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Activities;

/// <summary>Counts, and runs its body once for each number.</summary>
internal sealed class For : CompositeActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.For", "Looping", "For", "Iterate over a sequence of steps between a start and an end number.")
        {
            Inputs =
            [
                new("start", "Int32", "Start", "The start step.") { DefaultValue = 0 },
                new("end", "Int32", "End", "The end step.") { DefaultValue = 0 },
                new("step", "Int32", "Step", "The step size. To count down, enter a negative number.") { DefaultValue = 1 },
                new("outerBoundInclusive", "Boolean", "Outer Bound Inclusive", "Whether the end step itself is included.", "checkbox")
                {
                    DefaultValue = true,
                },
            ],
        };

    public override bool IsLoop => true;

    protected override void Start(Visit visit)
    {
        // Read once: the bounds do not move while the loop runs.
        visit.State["end"] = visit.Input("end", 0);
        visit.State["step"] = visit.Input("step", 1);
        visit.State["inclusive"] = visit.Input("outerBoundInclusive", fallback: true);
        Iterate(visit, visit.Input("start", 0));
    }

    public override void ChildCompleted(Visit visit, Visit child, IReadOnlyList<string> outcomes) =>
        Iterate(visit, visit.State["current"]!.GetValue<long>() + visit.State["step"]!.GetValue<int>());

    private static void Iterate(Visit visit, long current)
    {
        var end = visit.State["end"]!.GetValue<int>();
        var isDown = visit.State["step"]!.GetValue<int>() < 0;
        var isInside = isDown ? current > end : current < end;
        if (!visit.IsBreaking
            && (isInside || (current == end && visit.State["inclusive"]!.GetValue<bool>()))
            && visit.Node.EmbeddedIn("body").FirstOrDefault() is { } body)
        {
            visit.State["current"] = current;
            visit.Schedule(body, LoopVariables.Of(("CurrentValue", current)));
            visit.SetOutput("currentValue", current);
        }
        else
        {
            visit.Complete();
        }
    }
}

/// <summary>What a loop tells its body, as variables of the body's visit.</summary>
internal static class LoopVariables
{
    public static IReadOnlyList<VariableValue> Of(params (string Name, JsonNode? Value)[] values) =>
        [.. values.Select(v => new VariableValue(v.Name, v.Name, "Object", IsArray: false, v.Value, IsStored: true))];
}
