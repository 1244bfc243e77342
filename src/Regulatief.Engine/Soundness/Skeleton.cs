using Regulatief.Engine.Definitions;

namespace Regulatief.Engine.Soundness;

/// <summary>A definition without its expressions, since no values are followed: only what is written as it is stays.</summary>
internal static class Skeleton
{
    public static WorkflowDefinition Of(WorkflowDefinition definition) => new()
    {
        Id = definition.Id,
        DefinitionId = definition.DefinitionId,
        Version = definition.Version,
        Name = definition.Name,
        Root = Of(definition.Root),
        Source = definition.Source,
    };

    private static ActivityNode Of(ActivityNode node) => new()
    {
        Id = node.Id,
        NodeId = node.NodeId,
        Path = node.Path,
        Type = node.Type,
        Version = node.Version,
        Inputs = node.Inputs.Where(i => i.Value.ExpressionType is "Literal" or "Object").ToDictionary(),
        Embedded = [.. node.Embedded.Select(e => e with { Activity = Of(e.Activity) })],
        Connections = node.Connections,
        Source = node.Source,
    };
}
