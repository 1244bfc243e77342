using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Definitions;

/// <summary>Judges a definition before it is published. Errors block, warnings ask.</summary>
public static class DefinitionChecker
{
    /// <summary>All problems at once, node by node in document order.</summary>
    public static IReadOnlyList<DefinitionProblem> Check(WorkflowDefinition definition, IActivityCatalog catalog)
    {
        var problems = new ProblemList();
        foreach (var node in definition.Root.SelfAndDescendants())
        {
            InputCheck.Judge(node, catalog, problems);
            if (node.Type == ActivityNode.FlowchartType)
            {
                new FlowchartCheck(node, catalog, problems).Judge();
            }
        }

        return problems.All;
    }
}
