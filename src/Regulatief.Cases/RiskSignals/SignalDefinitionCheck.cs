using System.Text.Json.Nodes;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Definitions;
using Regulatief.Engine.Definitions;

namespace Regulatief.Cases.RiskSignals;

/// <summary>
/// Judges the definition that follows risk signals. Until the signal is shared nothing in it may reach anybody but the volunteer, and the volunteer must have it
/// at once: noting a signal is opening that task.
/// </summary>
/// <remarks>
/// It goes by the drawing alone, and is strict: only the way out of the signal by <see cref="RiskSignalOutcome.Handled"/> is one that is gone after sharing. All else
/// may run without it, also what stands beside the signal, and in anything but a flowchart all that comes after it.
/// </remarks>
public static class SignalDefinitionCheck
{
    private const string SignalType = "Regulatief.RiskSignal";

    // They decide or remember. They neither wait nor tell.
    private static readonly HashSet<string> Deciding =
    [
        "Elsa.Start", "Elsa.Flowchart", "Elsa.Sequence", "Elsa.Parallel", "Elsa.Fork", "Elsa.FlowFork", "Elsa.FlowJoin", "Elsa.FlowDecision", "Elsa.FlowSwitch", "Elsa.If",
        "Elsa.Switch", "Elsa.For", "Elsa.ForEach", "Elsa.While", "Elsa.ParallelForEach", "Elsa.SetVariable", "Elsa.SetOutput", "Elsa.WriteLine", "Elsa.RunJavaScript",
    ];

    // They wait or end, and tell nobody: harmless from when the volunteer has the signal.
    private static readonly HashSet<string> Quiet = ["Elsa.End", "Elsa.Complete", "Elsa.Finish", "Elsa.Break", "Elsa.Delay", "Elsa.StartAt", "Elsa.Event"];

    // What a signal's step may say is either this or nothing.
    private static readonly (string Input, string[] Allowed)[] OfTheSignal =
        [("role", [nameof(AccountRole.Volunteer)]), ("phase", ["Unchanged"]), ("escalateAfterWorkingDays", ["-1"])];

    /// <summary>All that is wrong with it, each an error; nothing for a definition that follows no signals.</summary>
    public static IReadOnlyList<DefinitionProblem> Judge(WorkflowDefinition definition)
    {
        if (definition.DefinitionId != ShippedDefinitions.RiskSignal) return [];

        var before = Reach.From(definition.Root, (node, _) => HoldsSignal(node));
        var unshared = Reach.From(definition.Root, (node, port) => IsSignal(node) && port == RiskSignalOutcome.Handled);
        return
        [
            .. before.Any(IsSignal) ? Array.Empty<DefinitionProblem>() : [Problem("signal-missing", definition.Root, "No way leads from the start to a risk signal.")],
            .. before.Where(n => !IsSignal(n) && !Deciding.Contains(n.Type)).Select(n =>
                Problem("signal-late", n, $"'{n.Id}' ({n.Type}) can stand before the risk signal, or beside it: the volunteer must have it at once.")),
            .. unshared.Except(before).Where(n => !IsSignal(n) && !Deciding.Contains(n.Type) && !Quiet.Contains(n.Type)).Select(n =>
                Problem("signal-told", n, $"'{n.Id}' ({n.Type}) can run while the risk signal is not shared, and reaches others than the volunteer.")),
            .. unshared.Where(IsSignal).SelectMany(n => OfTheSignal.Where(o => !Says(n, o.Input, o.Allowed)).Select(o =>
                Problem("signal-not-alone", n, $"The '{o.Input}' of '{n.Id}' reaches others than the volunteer before the risk signal is shared.", new InputName(o.Input)))),
        ];
    }

    private static bool IsSignal(ActivityNode node) => node.Type == SignalType;

    private static bool HoldsSignal(ActivityNode node) => node.SelfAndDescendants().Any(IsSignal);

    /// <summary>Whether an input is blank or literally one of these: what a script would say is not known before it runs.</summary>
    private static bool Says(ActivityNode node, string input, string[] allowed) =>
        !node.Inputs.TryGetValue(input, out var written)
        || written.Value is null
        || (written.ExpressionType == "Literal" && written.Value is JsonValue value && (value.ToString().Length == 0 || allowed.Contains(value.ToString())));

    private static DefinitionProblem Problem(string code, ActivityNode node, string message, object? second = null)
    {
        var title = node.DisplayText ?? node.Name ?? node.Id;
        return new DefinitionProblem(code, node.Path, message, ProblemSeverity.Error, node.Id)
        {
            Arguments = second is null ? [new NamedActivity(node.Id, Title: title)] : [new NamedActivity(node.Id, Title: title), second],
            ActivityTitle = title,
        };
    }
}
