using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;

namespace Regulatief.Benchmarks;

/// <summary>The chain over the audit log: how fast it is made and verified, and what the sealer's look costs beside a long one.</summary>
internal static class AuditBenchmarks
{
    private const int RowsInAStatement = 50_000;

    public static async Task ChainAsync(Report report, DatabaseProvider provider, int rows)
    {
        await using var host = await BenchmarkHost.StartAsync(provider);
        await host.ResetAsync(CancellationToken.None);
        for (var from = 0; from < rows; from += RowsInAStatement) await host.ReadAsync(db => AddAsync(db, from, Math.Min(RowsInAStatement, rows - from), host.Clock.GetUtcNow()));
        host.Clock.Advance(TimeSpan.FromMilliseconds(rows));
        var sealer = host.Services.GetRequiredService<AuditSealer>();

        var sealing = new Measurement();
        await sealing.TimeAsync(async () => Expect(rows, await sealer.SealAsync(CancellationToken.None)));
        report.Add($"B11 seal {rows:N0} rows, {provider}", sealing.AsOne(rows), null);

        var verifying = new Measurement();
        AuditVerdict? verdict = null;
        await verifying.TimeAsync(async () => verdict = await host.ReadAsync(db => new AuditVerifier(db).VerifyAsync(null, CancellationToken.None)));
        Expect(rows, verdict!.Verified);
        report.Add($"B11 verify {rows:N0} rows, {provider}", verifying.AsOne(rows), null, $"in {verifying.Milliseconds[0] / 1000:N1} s");

        var looking = new Measurement();
        for (var i = 0; i < 100; i++) await looking.TimeAsync(() => sealer.SealAsync(CancellationToken.None));
        report.Add($"B11 look for what is new beside {rows:N0}, {provider}", looking, null);

        var searching = new Measurement();
        await searching.TimeAsync(() => sealer.SealLateAsync(CancellationToken.None));
        report.Add($"B11 look at all of {rows:N0}, {provider}", searching, null);
    }

    private static void Expect(long expected, long found)
    {
        if (found != expected) throw new UnreachableException($"{found} rows, expected {expected}.");
    }

    /// <summary>A row each millisecond, all columns filled.</summary>
    private static Task<int> AddAsync(RegulatiefDbContext db, int from, int count, DateTimeOffset began)
    {
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        db.AuditEntries.AddRange(Enumerable.Range(from, count).Select(i => new AuditEntry
        {
            At = began.AddMilliseconds(i),
            ActorId = Guid.CreateVersion7(),
            ActorRole = Cases.Accounts.AccountRole.ProbationOfficer,
            Kind = AuditKind.Read,
            Action = "CasePageQuery",
            CaseId = Cases.Cases.CaseId.From(Guid.CreateVersion7()),
            SubjectType = nameof(Cases.Cases.Case),
            SubjectId = Guid.CreateVersion7(),
            Detail = i % 4 == 0 ? string.Join(' ', Enumerable.Range(0, 10).Select(_ => Guid.CreateVersion7())) : null,
        }));
        return db.SaveChangesAsync();
    }
}
