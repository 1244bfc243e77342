using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.FollowUps;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Migration;
using Regulatief.Engine.Ports;

namespace Regulatief.Cases.Workflows.Migration;

/// <summary>Moves the cycle of a case to another version of its definition, in the caller's transaction. Saves nothing.</summary>
public sealed class CaseMigration(RegulatiefDbContext db, DefinitionLibrary definitions, IActivityCatalog catalog, TimeProvider time)
{
    /// <summary>What a move would make of an instance. Changes nothing.</summary>
    /// <exception cref="NotFoundException">No such version.</exception>
    public async Task<MigrationResult> TryAsync(StoredInstance stored, int toVersion, MigrationPlan plan, CancellationToken cancellationToken) => InstanceMigration.Migrate(
        await definitions.GetAsync(db, stored.DefinitionId, stored.DefinitionVersion, cancellationToken),
        await definitions.GetAsync(db, stored.DefinitionId, toVersion, cancellationToken),
        plan, InstanceSerializer.Read(stored.StateJson), catalog, time.GetUtcNow());

    /// <summary>Moves one case of a batch, or keeps why not. Does nothing to one that had its turn.</summary>
    public async Task MoveAsync(MigratingCase migrating, CancellationToken cancellationToken)
    {
        if (migrating.Outcome != MigrationOutcome.Waiting) return;

        var batch = await db.MigrationBatches.FindAsync([migrating.BatchId], cancellationToken)
            ?? throw new InvalidOperationException($"Migrating case {migrating.Id} is of batch {migrating.BatchId}, which is not there.");
        var now = time.GetUtcNow();
        if (await db.Instances.Cycles().Of(batch.DefinitionId, batch.FromVersion).SingleOrDefaultAsync(i => i.Id == migrating.InstanceId, cancellationToken) is not { } stored)
        {
            migrating.End(MigrationOutcome.Gone, [], now);
            return;
        }

        var result = await TryAsync(stored, batch.ToVersion, batch.Plan, cancellationToken);
        migrating.End(result.Instance is null ? MigrationOutcome.Refused : MigrationOutcome.Moved, result.Refusals, now);
        if (result.Instance is not { } moved) return;

        stored.MoveTo(moved, now);
        db.Journal.AddRange(result.Journal.Select(entry => StoredJournalEntry.Of(entry, stored.Id)));
        await RenameAsync(stored.Id, batch.Plan, cancellationToken);
        db.Timeline.Add(new TimelineEntry
        {
            CaseId = stored.CaseId, Kind = TimelineKind.CycleVersionChanged, At = now, ById = batch.StartedById, Note = batch.ToVersion.ToString(CultureInfo.InvariantCulture),
        });
    }

    /// <summary>The rows that name an activity of the instance follow it to its new id.</summary>
    private async Task RenameAsync(WorkflowInstanceId id, MigrationPlan plan, CancellationToken cancellationToken)
    {
        if (plan.NewIds.Count == 0) return;

        foreach (var bookmark in await db.Bookmarks.Where(b => b.InstanceId == id).ToListAsync(cancellationToken)) bookmark.ActivityId = plan.IdOf(bookmark.ActivityId);
        foreach (var incident in await db.Incidents.Where(i => i.InstanceId == id && i.ResolvedAt == null).ToListAsync(cancellationToken))
            incident.ActivityId = plan.IdOf(incident.ActivityId);
        foreach (var task in await db.HumanTasks.Where(t => t.InstanceId == id && t.Status == HumanTaskStatus.Open).ToListAsync(cancellationToken))
            task.ActivityId = task.ActivityId is { } old ? plan.IdOf(old) : null;
        foreach (var followUp in await db.FollowUps.Where(f => f.InstanceId == id && f.Status == FollowUpStatus.Waiting).ToListAsync(cancellationToken))
            followUp.ActivityId = plan.IdOf(followUp.ActivityId);
    }
}
