using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Audit;

/// <summary>Gives each audit row its place in the chain, after the commit that made it: no command waits for it.</summary>
/// <remarks>
/// Any number may run: whoever stores the next sequence first has it, with the whole batch, and the others look again. The order is that of instant and
/// id among the rows that are found; one that was committed later comes after those.
/// </remarks>
public sealed class AuditSealer(IServiceScopeFactory scopes, WriteGate gate, TimeProvider time)
{
    /// <summary>Small, since on SQLite others wait while it is stored.</summary>
    internal const int BatchSize = 250;

    /// <summary>
    /// How long before the last sealed row a new one may say that it was. A row gets its instant at the end of its transaction, so that a second is much.
    /// What comes later still, or was made while a clock went back, is found by <see cref="SealLateAsync"/>.
    /// </summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromMinutes(1);

    /// <summary>When the last turn began, and where it left the chain: while it ends there, only what came since is looked for.</summary>
    private volatile Look? _quiet;

    /// <summary>Seals what came since the last sealed row. Reads, by the index on the instant, a minute of the log, however long that is.</summary>
    /// <returns>How many rows were sealed.</returns>
    public async Task<int> SealAsync(CancellationToken cancellationToken)
    {
        var (count, began) = (0, time.GetUtcNow());
        var batch = await SealBatchAsync(Since, cancellationToken);
        while (batch.Count > 0)
        {
            count += batch.Count;
            // All that was there before its last row has its seal. What is committed there meanwhile the next turn finds: so a long queue is read once.
            var until = batch.Until;
            batch = await SealBatchAsync(_ => until, cancellationToken);
        }

        _quiet = batch.Head is null ? null : new Look(batch.Head, began);
        return count;
    }

    /// <summary>The same, and then whatever is not sealed anywhere in the log: reads all of it, so once in a while.</summary>
    public async Task<int> SealLateAsync(CancellationToken cancellationToken)
    {
        var count = await SealAsync(cancellationToken);
        // What was found in the past is the end of the chain now, and the short look goes on from there: all of it is read once, not once a batch.
        while (await SealBatchAsync(_ => null, cancellationToken) is { Count: > 0 } batch) count += batch.Count + await SealAsync(cancellationToken);
        return count;
    }

    /// <summary>The end of the chain; null when nothing is sealed.</summary>
    public async Task<AuditSeal?> HeadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await HeadIn(scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>(), cancellationToken);
    }

    /// <summary>The seal of this sequence; null when the chain has none.</summary>
    public async Task<AuditSeal?> SealOfAsync(long sequence, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>().AuditSeals.AsNoTracking().SingleOrDefaultAsync(s => s.Sequence == sequence, cancellationToken);
    }

    /// <param name="since">From which instant on to look, by the end of the chain; null for all of the log.</param>
    private async Task<Batch> SealBatchAsync(Func<AuditSeal?, DateTimeOffset?> since, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>();
            var head = await HeadIn(db, cancellationToken);
            var seals = Chain(head, await NextAsync(db, since(head), cancellationToken));
            if (seals.Count == 0) return new Batch(0, head?.Hash, null);

            using var passage = await gate.EnterAsync(cancellationToken);
            if (await StoreAsync(db, seals, cancellationToken)) return new Batch(seals.Count, seals[^1].Hash, seals[^1].At);
        }
    }

    private static Task<AuditSeal?> HeadIn(RegulatiefDbContext db, CancellationToken cancellationToken) =>
        db.AuditSeals.AsNoTracking().OrderByDescending(s => s.Sequence).FirstOrDefaultAsync(cancellationToken);

    /// <returns>Null for the whole log.</returns>
    private DateTimeOffset? Since(AuditSeal? head) =>
        head is null ? null : (_quiet is { } quiet && quiet.Head.SequenceEqual(head.Hash) ? quiet.At : head.At) - Lateness;

    /// <param name="since">Null for all of the log: another statement, so that a server plans it otherwise.</param>
    internal static IQueryable<AuditEntry> Next(RegulatiefDbContext db, DateTimeOffset? since)
    {
        var unsealed = db.Unsealed();
        if (since is { } from) unsealed = unsealed.Where(e => e.At >= from);
        return unsealed.OrderBy(e => e.At).ThenBy(e => e.Id).Take(BatchSize);
    }

    private static async Task<List<StoredAuditRow>> NextAsync(RegulatiefDbContext db, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var rows = new List<StoredAuditRow>();
        await foreach (var row in Next(db, since).AsStoredAsync(db, cancellationToken)) rows.Add(row);
        return rows;
    }

    // What has no id or no instant the product did not write; it stays in the tail, where it is told.
    private static List<AuditSeal> Chain(AuditSeal? head, List<StoredAuditRow> rows)
    {
        var seals = new List<AuditSeal>();
        var (sequence, previous) = (head?.Sequence ?? 0, head?.Hash ?? AuditEncoding.Beginning);
        foreach (var row in rows)
        {
            if (row is not { Id: { } id, At: { } at }) continue;
            var salt = RandomNumberGenerator.GetBytes(AuditEncoding.SaltBytes);
            var payloadHash = AuditEncoding.PayloadHash(salt, row.Payload);
            previous = AuditEncoding.Hash(previous, ++sequence, row.Metadata, payloadHash);
            seals.Add(new AuditSeal { Sequence = sequence, EntryId = id, At = at, Salt = salt, PayloadHash = payloadHash, Hash = previous });
        }

        return seals;
    }

    /// <returns>Whether nobody had stored the first of the sequences before.</returns>
    private static Task<bool> StoreAsync(RegulatiefDbContext db, List<AuditSeal> seals, CancellationToken cancellationToken) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            // Waits for another who is storing it. Who has the first has all: the others would follow a hash that is not there.
            if (!await db.InsertUnlessThereAsync(seals[0], token)) return false;
            db.AuditSeals.AddRange(seals.Skip(1));
            await db.SaveChangesAsync(token);
            await transaction.CommitAsync(token);
            return true;
        }, cancellationToken);

    private sealed record Look(byte[] Head, DateTimeOffset At);

    /// <param name="Head">The hash at the end of the chain; null when nothing is sealed.</param>
    /// <param name="Until">The instant of the last row; null when there was none.</param>
    private sealed record Batch(int Count, byte[]? Head, DateTimeOffset? Until);
}
