using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Definitions;

/// <summary>Judges a definition before it is published. Errors block, warnings ask.</summary>
/// <remarks>What cannot be read at all is <see cref="DefinitionReader"/>'s to refuse; this judges what can be read and would go wrong when
/// run.</remarks>
public static class DefinitionChecker
{
    /// <summary>All problems at once, activity by activity in document order.</summary>
    public static IReadOnlyList<DefinitionProblem> Check(WorkflowDefinition definition, IActivityCatalog catalog)
    {
        var problems = new ProblemList();
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
}
