using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Tests.Testing;

namespace Regulatief.Benchmarks;

internal static class TimerBenchmarks
{
    /// <summary>Follow-ups that are all due at the same moment, each waking its workflow.</summary>
    public static async Task DrainAsync(Report report, DatabaseProvider provider, int count)
    {
        await using var host = await BenchmarkHost.StartAsync(provider);
        var officer = await A.ProbationOfficer().InAsync(host);
        var project = await A.Project().Running("wacht-dan-taak").InAsync(host);
        for (var i = 0; i < count; i++) await host.StartCaseAsync(officer, project);

        host.Clock.Advance(TimeSpan.FromDays(2));
        var done = 0;
        var start = Stopwatch.GetTimestamp();
        var (sweep, baseline) = await host.CompareAsync([async () => done = await host.SweepAsync()]);
        var took = Stopwatch.GetElapsedTime(start);
        var rawSeconds = baseline.Milliseconds.Sum() / 1000;
        var sweepSeconds = sweep.Milliseconds.Sum() / 1000;
        report.Add(
            $"B5 {count:N0} timers due at once, {provider}", sweep, null,
            $"{done:N0} fired in {sweepSeconds:F1} s, {done / sweepSeconds:F0} a second; raw SQL of the same rows {done / rawSeconds:F0} a second, ratio {rawSeconds / sweepSeconds:P0}; measured in {took.TotalSeconds:F0} s");
    }

    /// <summary>Many timers that are not due: adding, taking back, and the start of the program beside them.</summary>
    public static async Task ManyOpenAsync(Report report, int count)
    {
        await using var host = await BenchmarkHost.StartAsync();
        var @case = await A.Case().WithoutClientAccount().InAsync(host);
        var later = host.Clock.GetUtcNow().AddYears(3);
        foreach (var chunk in Enumerable.Range(0, count).Chunk(10_000))
            await host.WriteAsync(db => db.DueWork.AddRange(chunk.Select(i => new DueWork { Kind = DueWorkKind.Bookmark, CaseId = @case.Id, SubjectId = Guid.CreateVersion7(), DueAt = later.AddSeconds(i) })));

        var sweeps = new Measurement();
        for (var i = 0; i < 50; i++) await sweeps.TimeAsync(() => host.SweepAsync());
        report.Add($"B6 a sweep beside {count:N0} open timers", sweeps, null);

        var added = new Measurement();
        for (var i = 0; i < 50; i++)
            await added.TimeAsync(() => host.WriteAsync(db => db.DueWork.Add(new DueWork { Kind = DueWorkKind.Bookmark, CaseId = @case.Id, SubjectId = Guid.CreateVersion7(), DueAt = later })));
        report.Add($"B6 add one beside {count:N0}", added, null);

        var subjects = await host.ReadAsync(db => db.DueWork.Take(50).Select(w => w.Id).ToListAsync());
        var cancelled = new Measurement();
        foreach (var id in subjects) await cancelled.TimeAsync(() => host.ReadAsync(db => db.DueWork.Where(w => w.Id == id).ExecuteDeleteAsync()));
        report.Add($"B6 take one back beside {count:N0}", cancelled, null);
    }
}
