using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Definitions;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Workflows;

namespace Regulatief.Benchmarks;

internal static class DefinitionBenchmarks
{
    /// <summary>Does a start, or the designer's list, cost more beside many versions?</summary>
    public static async Task ManyVersionsAsync(Report report, int count, int starts)
    {
        await using var host = await BenchmarkHost.StartAsync();
        var officer = await A.ProbationOfficer().InAsync(host);
        var designer = await A.Account(AccountRole.Designer).InAsync(host);
        var project = await A.Project().InAsync(host);
        for (var i = 0; i < 50; i++) await host.StartCaseAsync(officer, project);
        var before = await StartsAsync(host, officer, project, starts);

        var shipped = await host.ReadAsync(db => db.Definitions.AsNoTracking().OrderBy(d => d.DefinitionId).FirstAsync(d => d.DefinitionId == "regulatieve-cyclus"));
        foreach (var chunk in Enumerable.Range(1, count).Chunk(500))
            await host.WriteAsync(db => db.Definitions.AddRange(chunk.Select(i => VersionOf(shipped.Json, i, host.Clock.GetUtcNow()))));

        var after = await StartsAsync(host, officer, project, starts);
        report.Add($"B10 start a case beside {count:N0} versions", after, null, $"p50 before them {before.Percentile(50):F1} ms");

        var lists = new Measurement();
        for (var i = 0; i < 20; i++) await lists.TimeAsync(() => host.As(designer).SendAsync(new DefinitionListQuery()));
        report.Add($"B10 the designer's list of {count:N0} versions", lists, null);
    }

    /// <summary>Ten of each definition, of which the last is published.</summary>
    private static StoredDefinition VersionOf(string json, int number, DateTimeOffset at)
    {
        var stored = StoredDefinition.FromFile($"cyclus-{number / 10}", (number % 10) + 1, new Drawing($"Cyclus {number / 10}", null, json), $"{number}", at);
        if (number % 10 == 9) stored.Publish(at);
        stored.IsLatest = stored.IsPublished;
        return stored;
    }

    private static async Task<Measurement> StartsAsync(BenchmarkHost host, Account officer, Cases.Projects.Project project, int count)
    {
        var measurement = new Measurement();
        for (var i = 0; i < count; i++) await measurement.TimeAsync(() => host.StartCaseAsync(officer, project));
        return measurement;
    }
}
