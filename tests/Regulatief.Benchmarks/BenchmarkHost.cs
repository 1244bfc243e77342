using MediatR;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Projects;
using Regulatief.Migrations.PostgreSql;
using Regulatief.Migrations.Sqlite;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Cases;

namespace Regulatief.Benchmarks;

/// <summary>The product on a database, as in the tests, with an ear at what it sends there.</summary>
internal sealed class BenchmarkHost(TestDatabase database) : RegulatiefHost(database)
{
    private int _people;

    public WrittenStatements Statements { get; } = new();

    private BaselineCopy Copy { get; } = BaselineCopy.Of(database);

    public static async Task<BenchmarkHost> StartAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var host = new BenchmarkHost(provider == DatabaseProvider.Sqlite ? new SqliteDatabase() : new PostgreSqlDatabase(isDurable: true));
        await host.InitializeAsync();
        return host;
    }

    /// <summary>A case of a client of its own, born on another day than those around it: a start looks among all who were born on one day.</summary>
    public Task StartCaseAsync(Account officer, Project project)
    {
        var person = Interlocked.Increment(ref _people);
        return As(officer).SendAsync(new StartCaseCommand
        {
            FirstName = "Cliënt",
            LastName = $"Meting {person}",
            BornOn = new DateOnly(1950, 1, 1).AddDays(person % 18_000),
            ProjectId = project.Id.Value,
            Goals = [new StartCaseGoal { Text = "Een dagbesteding vinden", Kind = GoalKind.SocialInclusion, LifeDomain = LifeDomain.WorkAndEducation }],
        });
    }

    /// <summary>Measures operations on the product, then the same rows by raw SQL on a copy of the database as it was before.</summary>
    /// <param name="operations">Each ends in one transaction.</param>
    /// <param name="clients">How many are at it beside each other, the raw SQL on as many connections.</param>
    public async Task<(Measurement Subject, Measurement Baseline)> CompareAsync(IReadOnlyList<Func<Task>> operations, int clients = 1)
    {
        await Copy.TakeAsync();

        Statements.IsOn = true;
        var subject = await Measurement.OfClientsAsync(clients, operations, (_, operation) => operation());
        Statements.IsOn = false;
        subject.StatementsEach = (double)Statements.Count / operations.Count;
        subject.BytesEach = await Copy.BytesWrittenAsync() / operations.Count;

        var connections = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Copy.OpenAsync()));
        var baseline = await Statements.ReplayAsync(connections);
        foreach (var connection in connections) await connection.DisposeAsync();
        return (subject, baseline);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseContentRoot(Path.Combine(Repository.Root, "src", "Regulatief.Web"));
        // The tests' log book takes all that can be logged, which costs more than the work; the product logs warnings.
        builder.ConfigureLogging(logging => logging.ClearProviders());
    }

    protected override void Replace(IServiceCollection services) => services
        .ConfigureDbContext<SqliteContext>(options => options.AddInterceptors(Statements))
        .ConfigureDbContext<PostgreSqlContext>(options => options.AddInterceptors(Statements))
        .AddTransient<IRequestHandler<PublishCommand, Unit>, PublishHandler>();
}
