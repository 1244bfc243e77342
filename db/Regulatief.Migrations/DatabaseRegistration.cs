using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Persistence;
using Regulatief.Migrations.PostgreSql;
using Regulatief.Migrations.Sqlite;
using Regulatief.Migrations.SqlServer;

namespace Regulatief.Migrations;

public static class DatabaseRegistration
{
    /// <summary>Registers <see cref="RegulatiefDbContext"/> on the chosen database, with that provider's migrations.</summary>
    public static IServiceCollection AddRegulatiefDatabase(this IServiceCollection services, DatabaseProvider provider, string connectionString) =>
        provider switch
        {
            DatabaseProvider.Sqlite => services.AddContext<SqliteContext>(provider, connectionString),
            DatabaseProvider.PostgreSql => services.AddContext<PostgreSqlContext>(provider, connectionString),
            DatabaseProvider.SqlServer => services.AddContext<SqlServerContext>(provider, connectionString),
            _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "Expected Sqlite, PostgreSql or SqlServer."),
        };

    private static IServiceCollection AddContext<TContext>(this IServiceCollection services, DatabaseProvider provider, string connectionString)
        where TContext : RegulatiefDbContext =>
        services
            .AddSingleton(new WriteGate(provider))
            .AddDbContextPool<RegulatiefDbContext, TContext>(options => options.UseRegulatiefDatabase(provider, connectionString));
}
