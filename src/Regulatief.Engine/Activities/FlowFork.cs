using System.Text.Json;
using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Activities;

/// <summary>Leaves by all of its branches at once.</summary>
internal sealed class FlowFork : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.FlowFork", "Branching", "Fork (flow)", "Branch execution into multiple branches that will be executed in parallel.")
        {
            Inputs = [new("branches", "String[]", "Branches", "A list of expected outcomes to handle.", "dynamic-outcomes")],
            Outcomes = [],
        };

    public override IReadOnlyList<string>? PortsOf(ActivityNode node) => ConfiguredNames.In(node, "branches", fallback: "Done");

    internal override bool LeavesByOnePort(ActivityNode node) => false;

    public override void Execute(ActivityContext context) => context.Complete(context.Input<string[]>("branches", ["Done"]));
}

/// <summary>Where branches come together again. The flowchart does the joining, before this runs.</summary>
internal sealed class FlowJoin : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.FlowJoin", "Branching", "Join", "Explicitly merge multiple branches into a single branch of execution.")
        {
            Inputs =
            [
                new("mode", "String", "Mode", "WaitAny goes on with the first branch that arrives, the others when all have.", "dropdown")
                {
                    DefaultValue = "WaitAny",
                    Choices = ["WaitAny", "WaitAll", "WaitAllActive"],
                },
            ],
        };

    public override void Execute(ActivityContext context) => context.Complete();
}

/// <summary>A list of names written in a node, such as its outcomes.</summary>
public static class ConfiguredNames
{
    /// <summary>Null when an expression decides at run time; the fallback alone when the node has no such input.</summary>
    public static IReadOnlyList<string>? In(ActivityNode node, string input, string fallback)
    {
        if (!node.Inputs.TryGetValue(input, out var written) || written.Value is null)
        {
            return [fallback];
        }

        return written switch
        {
            { ExpressionType: not "Literal" and not "Object" } => null,
            { Value: JsonArray names } => Texts(names),
            { Value: JsonValue value } when value.TryGetValue<string>(out var text) => Parse(text),
            _ => null,
        };
    }

    private static List<string>? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonArray names ? Texts(names) : null;
        }
        catch (JsonException)
        {
            // Not a list of names: the run will say so, with the value it found.
            return null;
        }
    }

    private static List<string> Texts(JsonArray names) => [.. names.Select(n => n?.ToString() ?? "")];
}
