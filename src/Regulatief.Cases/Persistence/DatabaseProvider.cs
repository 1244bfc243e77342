using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Regulatief.Cases.Persistence;

/// <summary>The databases that Regulatief keeps all in; the setting <c>Database:Provider</c>.</summary>
public enum DatabaseProvider
{
    /// <summary>Embedded, for one process: the default.</summary>
    Sqlite,
    PostgreSql,
    SqlServer,
}

public static class DatabaseProviderOptions
{
    private const string MigrationsAssembly = "Regulatief.Migrations";

    // A split query could show the goals of before a change beside the tasks of after it.
    private const QuerySplittingBehavior OneStatement = QuerySplittingBehavior.SingleQuery;

    public static DbContextOptionsBuilder UseRegulatiefDatabase(this DbContextOptionsBuilder options, DatabaseProvider provider, string connectionString) =>
        provider switch
        {
            DatabaseProvider.Sqlite => options
                .UseSqlite(connectionString, sqlite => sqlite.MigrationsAssembly(MigrationsAssembly).UseQuerySplittingBehavior(OneStatement))
                .AddInterceptors(new SqlitePragmas()),
            DatabaseProvider.PostgreSql => options
                .UseNpgsql(Prepared(connectionString), postgres => postgres
                    .MigrationsAssembly(MigrationsAssembly).UseQuerySplittingBehavior(OneStatement).EnableRetryOnFailure(3)),
            DatabaseProvider.SqlServer => options
                .UseSqlServer(connectionString, server => server
                    .MigrationsAssembly(MigrationsAssembly).UseQuerySplittingBehavior(OneStatement).EnableRetryOnFailure(3)),
            _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "Expected Sqlite, PostgreSql or SqlServer."),
        };

    /// <summary>Whether the connection string says where a database of this kind is. Nothing is connected to.</summary>
    public static bool Understands(this DatabaseProvider provider, string connectionString)
    {
        try
        {
            return !string.IsNullOrWhiteSpace(provider switch
            {
                DatabaseProvider.Sqlite => new SqliteConnectionStringBuilder(connectionString).DataSource,
                DatabaseProvider.PostgreSql => new NpgsqlConnectionStringBuilder(connectionString).Host,
                DatabaseProvider.SqlServer => new SqlConnectionStringBuilder(connectionString).DataSource,
                _ => null,
            });
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return false; // a keyword or a value that this kind does not have
        }
    }

    /// <summary>Brings the database to this version's tables; an embedded one is made when its file is not there.</summary>
    /// <exception cref="UnknownMigrationsException">A newer version made it.</exception>
    public static async Task CreateOrUpgradeAsync(this RegulatiefDbContext db, CancellationToken cancellationToken)
    {
        if (db.Database.IsSqlite()) Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(db.Database.GetDbConnection().DataSource))!);
        var unknown = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(db.Database.GetMigrations()).ToList();
        if (unknown.Count > 0) throw new UnknownMigrationsException(unknown);
        await db.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>Plans a statement once for each connection instead of each time: the few that a command sends have many joins. What the given string says of it stays.</summary>
    private static string Prepared(string connectionString)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        if (!given.ShouldSerialize("Max Auto Prepare")) given.MaxAutoPrepare = 100;
        return given.ConnectionString;
    }
}
