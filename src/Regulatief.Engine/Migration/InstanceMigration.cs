using Regulatief.Engine.Definitions;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Migration;

/// <summary>Calculates how a running instance goes on in another version of its definition. Changes nothing by itself.</summary>
/// <remarks>
/// It refuses rather than guesses: an instance is moved only when every place it is at, everything it waits for and every count of its joins
/// means in the new version what it meant in the old one. Bookmarks keep their ids and due times. What an instance has passed stays passed: an
/// activity that the new version added before the place where it is does not run.
/// </remarks>
public static class InstanceMigration
{
    /// <summary>Moves an instance, or says all that stands in the way.</summary>
    /// <param name="instance">Running, and of <paramref name="from"/>.</param>
    /// <param name="to">Another version of the same definition.</param>
    /// <exception cref="InvalidOperationException">The instance is not of <paramref name="from"/>, is finished, or the versions are of different
    /// definitions.</exception>
    public static MigrationResult Migrate(
        WorkflowDefinition from, WorkflowDefinition to, MigrationPlan plan, WorkflowInstance instance, IActivityCatalog catalog, DateTimeOffset now)
    {
        var isOfFrom = instance.DefinitionId == from.DefinitionId && instance.DefinitionVersion == from.Version;
        return isOfFrom && to.DefinitionId == from.DefinitionId && instance.Status == WorkflowStatus.Running
            ? new MigrationRun(from, to, plan, instance, catalog).Run(now)
            : throw new InvalidOperationException(
                $"Instance {instance.Id} of {instance.DefinitionId} version {instance.DefinitionVersion}, {instance.Status}, cannot go from "
                + $"{from.DefinitionId} version {from.Version} to {to.DefinitionId} version {to.Version}.");
    }
}
