using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
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
        var (sweep, baseline) = await host.CompareAsync([() => host.SweepAsync()]);
        sweep.Operations = await host.ReadAsync(db => db.HumanTasks.CountAsync());
        report.Add($"B5 {count:N0} timers due at once, {provider}", sweep, baseline.AsOne(sweep.Operations), Took(sweep));
    }

    /// <summary>The same at the size of the budget, by itself: noting what is written of so many would be measured too.</summary>
    public static async Task DrainManyAsync(Report report, DatabaseProvider provider, int count)
    {
        await using var host = await BenchmarkHost.StartAsync(provider);
        var officer = await A.ProbationOfficer().InAsync(host);
        await host.StartCaseAsync(officer, await A.Project().Running("wacht-dan-taak").InAsync(host));
        await CaseCopies.MakeAsync(host, count - 1);

        host.Clock.Advance(TimeSpan.FromDays(2));
        var sweep = new Measurement();
        await sweep.TimeAsync(() => host.SweepAsync());
        sweep.Operations = await host.ReadAsync(db => db.HumanTasks.CountAsync());
        report.Add($"B5 {count:N0} timers due at once, {provider}", sweep, null, Took(sweep));
    }

    private static string Took(Measurement sweep) => $"{sweep.Operations:N0} tasks opened in {sweep.Milliseconds.Sum() / 1000:F1} s";

    /// <summary>Many timers that are not due: adding, taking back, and the start of the program beside them.</summary>
    public static async Task ManyOpenAsync(Report report, int count)
    {
        await using var host = await BenchmarkHost.StartAsync();
        var @case = await A.Case().WithoutClientAccount().InAsync(host);
        var later = host.Clock.GetUtcNow().AddYears(3);
        foreach (var chunk in Enumerable.Range(0, count).Chunk(10_000))
            await host.WriteAsync(db => db.DueWork.AddRange(chunk.Select(i => new DueWork { Id = Guid.CreateVersion7(), StandsStillInPause = true, Kind = DueWorkKind.Bookmark, CaseId = @case.Id, SubjectId = Guid.CreateVersion7(), DueAt = later.AddSeconds(i) })));

        var sweeps = new Measurement();
        for (var i = 0; i < 50; i++) await sweeps.TimeAsync(() => host.SweepAsync());
        report.Add($"B6 a sweep beside {count:N0} open timers", sweeps, null);

        var added = new Measurement();
        for (var i = 0; i < 50; i++)
            await added.TimeAsync(() => host.WriteAsync(db => db.DueWork.Add(new DueWork { Id = Guid.CreateVersion7(), StandsStillInPause = true, Kind = DueWorkKind.Bookmark, CaseId = @case.Id, SubjectId = Guid.CreateVersion7(), DueAt = later })));
        report.Add($"B6 add one beside {count:N0}", added, null);

        var subjects = await host.ReadAsync(db => db.DueWork.Take(50).Select(w => w.Id).ToListAsync());
        var cancelled = new Measurement();
        foreach (var id in subjects) await cancelled.TimeAsync(() => host.ReadAsync(db => db.DueWork.Where(w => w.Id == id).ExecuteDeleteAsync()));
        report.Add($"B6 take one back beside {count:N0}", cancelled, null);
    }
}
