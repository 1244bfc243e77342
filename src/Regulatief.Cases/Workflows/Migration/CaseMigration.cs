using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows.Transitions;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Migration;
using Regulatief.Engine.Ports;

namespace Regulatief.Cases.Workflows.Migration;

/// <summary>Moves the cycle of a case to another version of its definition, in the caller's transaction. Saves nothing.</summary>
public sealed class CaseMigration(RegulatiefDbContext db, DefinitionLibrary definitions, TransitionStore store, IActivityCatalog catalog, TimeProvider time)
{
    /// <summary>What a move would make of an instance. Changes nothing.</summary>
    /// <exception cref="NotFoundException">No such version.</exception>
    public async Task<MigrationResult> TryAsync(StoredInstance stored, int toVersion, MigrationPlan plan, CancellationToken cancellationToken) => InstanceMigration.Migrate(
        await definitions.GetAsync(db, stored.DefinitionId, stored.DefinitionVersion, cancellationToken),
        await definitions.GetAsync(db, stored.DefinitionId, toVersion, cancellationToken),
        plan, InstanceSerializer.Read(stored.StateJson), catalog, time.GetUtcNow());

    /// <summary>Moves one case of a batch, or keeps why not. Does nothing to one that had its turn.</summary>
    /// <param name="case">The case that moves.</param>
    public async Task MoveAsync(MigratingCase migrating, Case @case, CancellationToken cancellationToken)
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
        if (result.Instance is { } moved) await store.CommitAsync(TransitionOf(stored, moved, result, batch, @case, now), @case, cancellationToken);
    }

    private static Transition TransitionOf(StoredInstance stored, WorkflowInstance moved, MigrationResult result, MigrationBatch batch, Case @case, DateTimeOffset now)
    {
        var read = new InstanceRead(stored.Id, InstanceSerializer.Read(stored.StateJson), stored.Version, stored.Depth, stored.ParentId, stored.ReplyTo, Signal: null);
        return new Transition
        {
            IsMatched = true,
            At = now,
            Case = CaseState.Of(@case),
            Instances = [new InstanceChange(stored.Id, moved, read, stored.Depth, stored.ParentId, stored.ReplyTo, Signal: null)],
            Journal = [.. result.Journal.Select(entry => StoredJournalEntry.Of(entry, stored.Id))],
            Told =
            [
                new TimelineEntry
                {
                    CaseId = stored.CaseId, Kind = TimelineKind.CycleVersionChanged, At = now, ById = batch.StartedById,
                    Note = batch.ToVersion.ToString(CultureInfo.InvariantCulture),
                },
            ],
            Renamed = batch.Plan,
        };
    }
}
