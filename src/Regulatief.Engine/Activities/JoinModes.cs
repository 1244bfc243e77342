using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;

namespace Regulatief.Engine.Activities;

/// <summary>Which of the paths to a <c>FlowJoin</c> it waits for. Any other activity joins as <see cref="WaitAllActive"/>.</summary>
internal enum JoinMode
{
    /// <summary>The first; the others are called off.</summary>
    WaitAny,

    /// <summary>All of them, and it runs only if all were taken.</summary>
    WaitAll,

    /// <summary>All of them, and it runs if any was taken.</summary>
    WaitAllActive,
}

/// <summary>When an activity of a token-based flowchart runs on the tokens in front of it. Elsa 3's names.</summary>
internal enum MergeMode
{
    /// <summary>When nothing is under way to any of its predecessors; paths not taken do not hold it up. Elsa's <c>None</c> too.</summary>
    Stream,

    /// <summary>When every path leading on to it brought a token.</summary>
    Merge,

    /// <summary>When every path to it did, those leading back included.</summary>
    Converge,

    /// <summary>At the first token of each round; the others are swallowed.</summary>
    Cascade,

    /// <summary>As <see cref="Cascade"/>, and what still runs on the other paths is called off.</summary>
    Race,
}

/// <summary>Reads the join mode of an activity.</summary>
internal static class JoinModes
{
    private const string JoinType = "Elsa.FlowJoin";

    public static JoinMode Of(ActivityNode target, Visit flowchart) =>
        target.Type != JoinType ? JoinMode.WaitAllActive
        : target.Inputs.TryGetValue("mode", out var written)
            ? Parse(flowchart.Run.Evaluate(written, flowchart)?.ToString())
        : JoinMode.WaitAny;

    /// <summary>As <see cref="Of"/>, for a definition that does not run: null when an expression decides.</summary>
    public static JoinMode? Written(ActivityNode target) =>
        target.Type != JoinType ? JoinMode.WaitAllActive
        : !target.Inputs.TryGetValue("mode", out var mode) ? JoinMode.WaitAny
        : mode.ExpressionType == "Literal" ? Parse(mode.Value?.ToString())
        : null;

    private static JoinMode Parse(string? text) => Enum.TryParse<JoinMode>(text, ignoreCase: true, out var mode) ? mode : JoinMode.WaitAny;
}

/// <summary>Reads the merge mode of an activity.</summary>
internal static class MergeModes
{
    public static MergeMode Of(ActivityNode target, Visit flowchart) => target.Type == "Elsa.FlowJoin" ? Of(JoinModes.Of(target, flowchart)) : Declared(target);

    /// <summary>As <see cref="Of(ActivityNode, Visit)"/>, for a definition that does not run: null when an expression decides.</summary>
    public static MergeMode? Written(ActivityNode target) =>
        target.Type != "Elsa.FlowJoin" ? Declared(target)
        : JoinModes.Written(target) is { } mode ? Of(mode)
        : null;

    private static MergeMode Of(JoinMode mode) => mode == JoinMode.WaitAny ? MergeMode.Race : MergeMode.Merge;

    private static MergeMode Declared(ActivityNode target) =>
        Enum.TryParse<MergeMode>((target.Source["customProperties"] as JsonObject)?.Text("mergeMode"), ignoreCase: true, out var declared) ? declared : MergeMode.Stream;
}
