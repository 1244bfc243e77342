using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Instances;

namespace Regulatief.Cases.Workflows;

/// <summary>Where the flow can go on instead of at a failed activity.</summary>
public sealed class MoveTargets(RegulatiefDbContext db, DefinitionLibrary definitions, WorkflowRunner runner)
{
    public async Task<IReadOnlyList<ActivityNode>> OfAsync(StoredIncident incident, CancellationToken cancellationToken)
    {
        var stored = await db.Instances.AsNoTracking().SingleAsync(i => i.Id == incident.InstanceId, cancellationToken);
        var definition = await definitions.GetAsync(db, stored.DefinitionId, stored.DefinitionVersion, cancellationToken);
        return runner.MoveTargets(definition, InstanceSerializer.Read(stored.StateJson), incident.Id);
    }
}
