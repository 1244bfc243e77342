using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Audit;

/// <summary>Sealed audit rows in the order of the chain, for who takes them one batch after the other, and how far that went.</summary>
/// <remarks>Rows that tell of a signal which was not shared are left out, as they are from the privacy officer's log.</remarks>
public sealed class AuditStream(IServiceScopeFactory scopes, WriteGate gate)
{
    public const string Taken = "audit-forwarded";

    private const int BatchSize = 500;

    /// <returns>Null when all was taken.</returns>
    public async Task<AuditBatch?> NextAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>();
        var taken = await db.Counters.Where(c => c.Name == Taken).Select(c => c.Value).SingleOrDefaultAsync(cancellationToken);
        var next = await db.AuditSeals.Where(s => s.Sequence > taken).OrderBy(s => s.Sequence).Take(BatchSize).Select(s => new { s.Sequence, s.EntryId }).ToListAsync(cancellationToken);
        if (next.Count == 0) return null;

        var ids = next.ConvertAll(s => s.EntryId);
        var entries = await db.AuditEntries.WithoutUnsharedSignals(db).Where(e => ids.Contains(e.Id)).AsNoTracking().ToDictionaryAsync(e => e.Id, cancellationToken);
        return new AuditBatch([.. ids.Where(entries.ContainsKey).Select(id => AuditRecord.Of(entries[id]))], next[^1].Sequence);
    }

    /// <summary>Of two who take at once the one that is further stays so.</summary>
    public async Task KeepAsync(AuditBatch taken, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>();
        var until = checked((int)taken.Until);
        using var passage = await gate.EnterAsync(cancellationToken);
        await db.InsertUnlessThereAsync(new Counter { Name = Taken, Value = 0 }, cancellationToken);
        await db.Counters.Where(c => c.Name == Taken && c.Value < until).ExecuteUpdateAsync(set => set.SetProperty(c => c.Value, until), cancellationToken);
    }
}

/// <param name="Rows">May be none: then all up to there is left out.</param>
/// <param name="Until">The sequence of the last row that was passed.</param>
public sealed record AuditBatch(IReadOnlyList<AuditRecord> Rows, long Until);
