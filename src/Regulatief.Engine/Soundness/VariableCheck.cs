using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Soundness;

/// <summary>Finds variables that a definition sets and that its first wait forgets.</summary>
internal static class VariableCheck
{
    public static void Judge(WorkflowDefinition definition, IActivityCatalog catalog, ProblemList problems)
    {
        var nodes = definition.Root.SelfAndDescendants().ToList();
        if (!nodes.Exists(n => catalog.Find(n.Type)?.Descriptor.Waits == true))
        {
            return;
        }

        var assigned = nodes.SelectMany(Assigned).ToHashSet();
        Judge(definition.Variables, "$", assigned, problems);
        nodes.ForEach(n => Judge(n.Variables, n.Path, assigned, problems));
    }

    private static void Judge(IReadOnlyList<VariableDefinition> variables, string path, HashSet<string> assigned, ProblemList problems)
    {
        for (var i = 0; i < variables.Count; i++)
        {
            if (!variables[i].IsStored && assigned.Contains(variables[i].Id))
            {
                problems.Warning(
                    "forgotten-variable",
                    $"{path}.variables[{i}]",
                    $"Variable '{variables[i].Name}' is set, but has no storage driver: it is back at its first value after each wait.");
            }
        }
    }

    private static IEnumerable<string> Assigned(ActivityNode node) =>
        node.Outputs.Values.Concat((node.Source["variable"] as JsonObject)?.Text("id") is { } id ? [id] : []);
}
