using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Migrations.Sqlite;
using Regulatief.Cases.Projects;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Cases;

namespace Regulatief.Benchmarks;

/// <summary>The product on SQLite, as in the tests, with an ear at its database.</summary>
internal sealed class BenchmarkHost() : RegulatiefHost(new SqliteDatabase())
{
    private int _clients;

    public WrittenStatements Statements { get; } = new();

    private string File => new SqliteConnectionStringBuilder(Database.ConnectionString).DataSource;

    public static async Task<BenchmarkHost> StartAsync()
    {
        var host = new BenchmarkHost();
        await host.InitializeAsync();
        return host;
    }

    /// <summary>A case of a client of its own.</summary>
    public Task StartCaseAsync(Account officer, Project project) => As(officer).SendAsync(new StartCaseCommand
    {
        FirstName = "Cliënt",
        LastName = $"Meting {++_clients}",
        BornOn = new DateOnly(1990, 4, 1),
        ProjectId = project.Id.Value,
        Goals = [new StartCaseGoal { Text = "Een dagbesteding vinden", Kind = GoalKind.SocialInclusion, LifeDomain = LifeDomain.WorkAndEducation }],
    });

    /// <summary>Measures operations on the product, then the same rows by raw SQL on a copy of the file as it was before.</summary>
    /// <param name="operations">Each ends in one transaction.</param>
    public async Task<(Measurement Subject, Measurement Baseline)> CompareAsync(IReadOnlyList<Func<Task>> operations)
    {
        var copy = $"{File}.baseline";
        await CheckpointAsync();
        System.IO.File.Copy(File, copy, overwrite: true);

        var subject = new Measurement();
        Statements.IsOn = true;
        foreach (var operation in operations) await subject.TimeAsync(operation);
        Statements.IsOn = false;
        subject.StatementsEach = (double)Statements.Count / operations.Count;
        subject.BytesEach = (double)new FileInfo($"{File}-wal").Length / operations.Count;
        return (subject, await Statements.ReplayAsync($"Data Source={copy}"));
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseContentRoot(Path.Combine(Repository.Root, "src", "Regulatief.Web"));
        // The tests' log book takes all that can be logged, which costs more than the work; the product logs warnings.
        builder.ConfigureLogging(logging => logging.ClearProviders());
    }

    protected override void Replace(IServiceCollection services) =>
        services.ConfigureDbContext<SqliteContext>(options => options.AddInterceptors(Statements));

    private async Task CheckpointAsync() => await ReadAsync(db => db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE);"));
}
