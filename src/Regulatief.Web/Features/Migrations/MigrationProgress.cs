using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows.Migration;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Migrations;

/// <summary>How far a move is, and what came of each case.</summary>
/// <exception cref="NotFoundException">No such batch.</exception>
public sealed record MigrationProgressQuery(Guid Id, Page Page = default) : IPlainQuery<MigrationProgress>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<MigrationBatch>(Id);
}

/// <param name="Cases">A page of them: those refused first, then the others by their number.</param>
public sealed record MigrationProgress(
    Guid Id, string DefinitionId, int From, int To, string? StartedBy, DateTimeOffset StartedAt, int Waiting, int Moved, int Refused, int Gone,
    IReadOnlyList<MigratedCase> Cases, int Page, int PageSize)
{
    public int Total => Waiting + Moved + Refused + Gone;

    public bool IsDone => Waiting == 0;
}

public sealed record MigratedCase(int CaseNumber, MigrationOutcome Outcome, IReadOnlyList<string> Obstacles, DateTimeOffset? DoneAt);

internal sealed class MigrationProgressHandler(RegulatiefDbContext db, Actor actor, DefinitionLibrary definitions, Texts texts)
    : IRequestHandler<MigrationProgressQuery, MigrationProgress>
{
    private const int PageSize = 50;

    public async Task<MigrationProgress> Handle(MigrationProgressQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var batch = await db.MigrationBatches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == query.Id, cancellationToken) ?? throw new NotFoundException(nameof(MigrationBatch), query.Id);
        var counts = await db.MigratingCases.Where(c => c.BatchId == batch.Id).GroupBy(c => c.Outcome).Select(g => new { g.Key, Cases = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Cases, cancellationToken);
        var page = query.Page.Of(counts.Values.Sum(), PageSize);
        var cases = await db.MigratingCases.Where(c => c.BatchId == batch.Id)
            .Join(db.Cases, m => m.CaseId, c => c.Id, (m, c) => new { Migrating = m, c.Number })
            .OrderByDescending(m => m.Migrating.Outcome == MigrationOutcome.Refused).ThenBy(m => m.Number)
            .On(page).AsNoTracking().ToListAsync(cancellationToken);

        var sentences = new ObstacleSentences(
            await definitions.GetAsync(db, batch.DefinitionId, batch.FromVersion, cancellationToken), await definitions.GetAsync(db, batch.DefinitionId, batch.ToVersion, cancellationToken), texts);
        return new MigrationProgress(
            batch.Id, batch.DefinitionId, batch.FromVersion, batch.ToVersion,
            await db.Accounts.Where(a => a.Id == batch.StartedById).Select(a => a.DisplayName).SingleOrDefaultAsync(cancellationToken), batch.StartedAt,
            counts.GetValueOrDefault(MigrationOutcome.Waiting), counts.GetValueOrDefault(MigrationOutcome.Moved),
            counts.GetValueOrDefault(MigrationOutcome.Refused), counts.GetValueOrDefault(MigrationOutcome.Gone),
            cases.ConvertAll(c => new MigratedCase(c.Number, c.Migrating.Outcome, [.. c.Migrating.Refusals.Select(sentences.For)], c.Migrating.DoneAt)), page.Number, page.Size);
    }
}
