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
    private int _clients;

    public WrittenStatements Statements { get; } = new();

    private BaselineCopy Copy { get; } = BaselineCopy.Of(database);

    public static async Task<BenchmarkHost> StartAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var host = new BenchmarkHost(provider == DatabaseProvider.Sqlite ? new SqliteDatabase() : new PostgreSqlDatabase(isDurable: true));
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

    /// <summary>Measures operations on the product, then the same rows by raw SQL on a copy of the database as it was before.</summary>
    /// <param name="operations">Each ends in one transaction.</param>
    public async Task<(Measurement Subject, Measurement Baseline)> CompareAsync(IReadOnlyList<Func<Task>> operations)
    {
        await Copy.TakeAsync();

        var subject = new Measurement();
        Statements.IsOn = true;
        foreach (var operation in operations) await subject.TimeAsync(operation);
        Statements.IsOn = false;
        subject.StatementsEach = (double)Statements.Count / operations.Count;
        subject.BytesEach = await Copy.BytesWrittenAsync() / operations.Count;
        await using var connection = await Copy.OpenAsync();
        return (subject, await Statements.ReplayAsync(connection));
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
