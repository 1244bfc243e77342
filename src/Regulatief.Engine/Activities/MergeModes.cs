using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;

namespace Regulatief.Engine.Activities;

/// <summary>When an activity of a flowchart runs on the tokens in front of it. Elsa 3's names.</summary>
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

/// <summary>Reads an activity's merge mode.</summary>
internal static class MergeModes
{
    private const string JoinType = "Elsa.FlowJoin";

    public static MergeMode Of(ActivityNode target, Visit flowchart)
    {
        if (target.Type == JoinType)
        {
            var written = target.Inputs.TryGetValue("mode", out var mode) ? flowchart.Run.Expressions.Evaluate(mode, flowchart) : null;
            return OfJoin(written?.ToString());
        }

        return Declared(target);
    }

    /// <summary>As <see cref="Of"/>, for a definition that does not run: null when an expression decides.</summary>
    public static MergeMode? Written(ActivityNode target) =>
        target.Type != JoinType ? Declared(target)
        : !target.Inputs.TryGetValue("mode", out var mode) ? OfJoin(null)
        : mode.ExpressionType == "Literal" ? OfJoin(mode.Value?.ToString())
        : null;

    private static MergeMode Declared(ActivityNode target) =>
        Enum.TryParse<MergeMode>((target.Source["customProperties"] as JsonObject)?.Text("mergeMode"), ignoreCase: true, out var declared)
            ? declared
            : MergeMode.Stream;

    private static MergeMode OfJoin(string? mode) =>
        string.IsNullOrEmpty(mode) || mode.Equals("WaitAny", StringComparison.OrdinalIgnoreCase) ? MergeMode.Race : MergeMode.Merge;
}
