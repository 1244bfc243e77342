using Regulatief.Engine.Instances;

namespace Regulatief.Cases.Workflows;

public static class InstanceQueries
{
    /// <summary>The running cycles of cases. Not what follows a signal, of which few may know, and not what a cycle started itself.</summary>
    public static IQueryable<StoredInstance> Cycles(this IQueryable<StoredInstance> instances) =>
        instances.Where(i => i.Status == WorkflowStatus.Running && i.RiskSignalId == null && i.ParentId == null);

    /// <summary>Those of one version.</summary>
    public static IQueryable<StoredInstance> Of(this IQueryable<StoredInstance> instances, string definitionId, int version) =>
        instances.Where(i => i.DefinitionId == definitionId && i.DefinitionVersion == version);
}
