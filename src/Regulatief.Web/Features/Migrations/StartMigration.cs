using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Workflows;
using Regulatief.Cases.Workflows.Migration;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Migrations;

/// <summary>Has all cases of a version moved to the published one. Each gets its own row of due work, so a stop in the middle loses none.</summary>
/// <param name="Renamed">Steps that the published version calls otherwise.</param>
/// <returns>The batch.</returns>
/// <exception cref="CaseRuleException"><c>migration-same-version</c>, <c>migration-running</c>: an earlier one is not done; <c>migration-no-cases</c>.</exception>
/// <exception cref="NotFoundException">Nothing of that name is published.</exception>
public sealed record StartMigrationCommand(string DefinitionId, int From, IReadOnlyList<RenamedStep>? Renamed) : ICommand<Guid>, IMakes<Guid>
{
    AuditSubject IConcerns.Subject => AuditSubject.OfDefinition(DefinitionId);

    AuditSubject IMakes<Guid>.Made(Guid result) => AuditSubject.Of<MigrationBatch>(result);
}

internal sealed class StartMigrationValidator : AbstractValidator<StartMigrationCommand>
{
    public StartMigrationValidator()
    {
        RuleFor(c => c.DefinitionId).NotEmpty().MaximumLength(100);
        RuleFor(c => c.From).GreaterThan(0);
    }
}

internal sealed class StartMigrationHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<StartMigrationCommand, Guid>
{
    public async Task<Guid> Handle(StartMigrationCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var to = await DefinitionLibrary.PublishedVersionAsync(db, command.DefinitionId, cancellationToken);
        if (to == command.From) throw new CaseRuleException("migration-same-version", to);
        if (await db.MigrationBatches.AnyAsync(b => b.DefinitionId == command.DefinitionId && db.MigratingCases.Any(c => c.BatchId == b.Id && c.Outcome == MigrationOutcome.Waiting), cancellationToken))
            throw new CaseRuleException("migration-running");

        var running = await db.Instances.Cycles().Of(command.DefinitionId, command.From).OrderBy(i => i.Id).Select(i => new { i.Id, i.CaseId }).ToListAsync(cancellationToken);
        if (running.Count == 0) throw new CaseRuleException("migration-no-cases", command.From);

        var batch = new MigrationBatch
        {
            DefinitionId = command.DefinitionId,
            FromVersion = command.From,
            ToVersion = to,
            NewIdsJson = JsonSerializer.Serialize(RenamedStep.PlanOf(command.Renamed ?? []).NewIds),
            StartedById = actor.AccountId,
            StartedAt = time.GetUtcNow(),
        };
        var migrating = running.ConvertAll(i => new MigratingCase { BatchId = batch.Id, CaseId = i.CaseId, InstanceId = i.Id });
        db.MigratingCases.AddRange(migrating);
        db.PromiseMoves(migrating, batch.StartedAt);
        db.MigrationBatches.Add(batch);
        return batch.Id;
    }
}
