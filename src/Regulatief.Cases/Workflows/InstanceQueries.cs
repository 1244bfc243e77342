using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Engine.Instances;

namespace Regulatief.Cases.Workflows;

public static class InstanceQueries
{
    /// <summary>The running cycles of cases. Not what follows a signal, of which few may know, and not what a cycle started itself.</summary>
    public static IQueryable<StoredInstance> Cycles(this IQueryable<StoredInstance> instances) =>
        instances.Where(i => i.Status == WorkflowStatus.Running && i.RiskSignalId == null && i.ParentId == null);

    /// <summary>Whether the case has a running cycle of its own.</summary>
    public static Task<bool> HasCycleAsync(this RegulatiefDbContext db, CaseId caseId, CancellationToken cancellationToken) =>
        db.Instances.Cycles().AnyAsync(i => i.CaseId == caseId, cancellationToken);

    /// <summary>Those of one version.</summary>
    public static IQueryable<StoredInstance> Of(this IQueryable<StoredInstance> instances, string definitionId, int version) =>
        instances.Where(i => i.DefinitionId == definitionId && i.DefinitionVersion == version);
}
