using Regulatief.Engine.Definitions;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Soundness;

/// <summary>Judges a definition before it is published. Errors block, warnings ask.</summary>
/// <remarks>What cannot be read at all is <c>DefinitionReader</c>'s to refuse; this judges what can be read and would go wrong when
/// run.</remarks>
public static class DefinitionChecker
{
    /// <summary>How many runs <see cref="CheckSoundness"/> makes unless told otherwise. The shipped cycle of 40 activities takes half.</summary>
    public const int MaxRuns = 50_000;

    /// <summary>All problems of its drawing at once, activity by activity in document order.</summary>
    public static IReadOnlyList<DefinitionProblem> Check(WorkflowDefinition definition, IActivityCatalog catalog)
    {
        var problems = new ProblemList(definition.Source);
        var waits = new WaitCheck(catalog, problems);
        foreach (var node in definition.Root.SelfAndDescendants())
        {
            InputCheck.Judge(node, catalog, problems);
            if (node.Type == ActivityNode.FlowchartType)
            {
                new FlowchartCheck(node, catalog, problems).Judge();
                new JoinCheck(node, definition.MovesTokens, catalog, problems).Judge();
                waits.JudgeLoops(node);
            }
        }

        waits.JudgeEscapes(definition.Root, canBeCalledOff: false);
        VariableCheck.Judge(definition, catalog, problems);
        return problems.All;
    }

    /// <summary>The problems of <see cref="Check"/>, and those found by going every way through the definition: a state from which no end can be
    /// reached, an activity that never runs, a join that waits for ever.</summary>
    /// <remarks>Values are not followed: a condition may be true or false, a loop turn or not. What holds whatever the values is an error.</remarks>
    /// <param name="maxRuns">After so many the search ends, and a warning says that it did not decide. A run takes some 200 microseconds.</param>
    public static IReadOnlyList<DefinitionProblem> CheckSoundness(WorkflowDefinition definition, IActivityCatalog catalog, int maxRuns = MaxRuns)
    {
        var problems = new ProblemList(definition.Source);
        problems.AddRange(Check(definition, catalog));
        new SoundnessCheck(definition, catalog, maxRuns, problems).Judge();
        return problems.All;
    }
}
