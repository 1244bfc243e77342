using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Expressions;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Activities;

/// <summary>The cases of a switch: each with a label and a condition.</summary>
internal static class SwitchCases
{
    public static InputDescriptor Mode { get; } =
        new("mode", "String", "Mode", "Whether the first match should be scheduled, or all matches.", "dropdown")
        {
            DefaultValue = "MatchFirst",
            Choices = ["MatchFirst", "MatchAny"],
        };

    public static IEnumerable<string> Labels(ActivityNode node) => Cases(node).Select(c => c.Text("label") ?? "");

    /// <summary>The places of the cases that hold, in order; with <c>MatchFirst</c> at most one.</summary>
    public static IReadOnlyList<int> Match(Visit visit)
    {
        var matching = Cases(visit.Node).Select((item, index) => (item, index)).Where(c => Holds(c.item, visit)).Select(c => c.index);
        return visit.Input("mode", "MatchFirst") == "MatchAny" ? [.. matching] : [.. matching.Take(1)];
    }

    private static IEnumerable<JsonObject> Cases(ActivityNode node) => (node.Source["cases"] as JsonArray ?? []).OfType<JsonObject>();

    private static bool Holds(JsonObject item, Visit visit)
    {
        if (item["condition"] is not JsonObject condition)
        {
            return false;
        }

        var written = new InputValue(null, condition.Text("type") ?? "Literal", condition["value"]);
        var value = visit.Run.Evaluate(written, visit);
        return ValueConversion.To(value, fallback: false, $"condition of case '{item.Text("label")}' of '{visit.Node.Id}'");
    }
}

/// <summary>Schedules the activity of each case that holds, or the default.</summary>
internal sealed class Switch : CompositeActivity
{
    private const string OpenKey = "open";

    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.Switch", "Branching", "Switch", "Evaluate a set of case conditions and schedule the activity for a matching case.")
        {
            Inputs = [new("cases", "Object", "Cases", "The cases to evaluate.", "switch-editor"), SwitchCases.Mode],
        };

    protected override void Start(Visit visit)
    {
        var matches = SwitchCases.Match(visit);
        var slots = matches.Count > 0 ? matches.Select(m => $"cases[{m}]") : ["default"];
        var chosen = slots.SelectMany(visit.Node.EmbeddedIn).ToList();
        visit.State[OpenKey] = chosen.Count;
        chosen.ForEach(c => visit.Schedule(c));
    }

    public override void ChildCompleted(Visit visit, Visit child, IReadOnlyList<string> outcomes)
    {
        var open = visit.State[OpenKey]!.GetValue<int>() - 1;
        visit.State[OpenKey] = open;
        if (open == 0)
        {
            visit.Complete();
        }
    }
}

/// <summary>Leaves by the port of each case that holds, or by Default.</summary>
internal sealed class FlowSwitch : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.FlowSwitch", "Branching", "Switch (flow)", "Evaluate a set of case conditions and leave by the port of each that matches.")
        {
            Inputs = [new("cases", "Object", "Cases", "The cases to evaluate.", "flow-switch-editor"), SwitchCases.Mode],
            Outcomes = [],
        };

    public override IReadOnlyList<string> PortsOf(ActivityNode node) => [.. SwitchCases.Labels(node), "Default"];

    internal override bool LeavesByOnePort(ActivityNode node) =>
        !node.Inputs.TryGetValue("mode", out var mode) || (mode.ExpressionType == "Literal" && mode.Value?.ToString() != "MatchAny");

    public override void Execute(ActivityContext context)
    {
        var matches = SwitchCases.Match((Visit)context);
        var labels = SwitchCases.Labels(context.Node).ToList();
        context.Complete(matches.Count == 0 ? ["Default"] : [.. matches.Select(m => labels[m])]);
    }
}
