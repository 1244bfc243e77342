using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Persistence;
using Regulatief.Migrations;
using Respawn;
using Respawn.Graph;

namespace Regulatief.Tests.Testing;

/// <summary>A real database of its own for one run of tests: made by the product's migrations, emptied between tests.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    // Definitions are published versions that the product keeps in memory, and counters only go up: both outlive a test.
    private static readonly Table[] Kept = ["__EFMigrationsHistory", "Definitions", "Counters"];

    private Respawner? _respawner;

    public abstract DatabaseProvider Provider { get; }

    public abstract string ConnectionString { get; }

    /// <summary>Why there is none here; null when there is.</summary>
    public virtual string? Missing => null;

    protected abstract IDbAdapter Adapter { get; }

    /// <summary>The schema of our tables; null where the database has no schemas.</summary>
    protected abstract string? Schema { get; }

    public abstract Task CreateAsync(CancellationToken cancellationToken);

    /// <summary>Uses it by the product's context alone, without the rest of the product; it may not have its tables yet.</summary>
    public async Task<T> UseAsync<T>(Func<RegulatiefDbContext, Task<T>> use)
    {
        await using var services = new ServiceCollection().AddRegulatiefDatabase(Provider, ConnectionString).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>());
    }

    public Task EmptyAsync(CancellationToken cancellationToken) => UnguardedAsync(async connection =>
    {
        _respawner ??= await Respawner.CreateAsync(
            connection, new RespawnerOptions { DbAdapter = Adapter, TablesToIgnore = Kept, SchemasToInclude = Schema is null ? [] : [Schema] });
        await _respawner.ResetAsync(connection);
    }, cancellationToken);

    /// <summary>What somebody does who administers the database: statements that the product's own account is refused.</summary>
    public Task TamperAsync(string sql, CancellationToken cancellationToken) => UnguardedAsync(connection => ExecuteAsync(connection, sql, cancellationToken), cancellationToken);

    /// <summary>With the triggers off that keep the audit log from being changed: they are taken away, or told to sleep, and set again as they were.</summary>
    private async Task UnguardedAsync(Func<DbConnection, Task> act, CancellationToken cancellationToken)
    {
        await using var connection = CreateConnection();
        await connection.OpenAsync(cancellationToken);
        var again = await UnguardAsync(connection, cancellationToken);
        try
        {
            await act(connection);
        }
        finally
        {
            await ExecuteAsync(connection, again, cancellationToken);
        }
    }

    /// <returns>The statements that set the triggers again.</returns>
    protected abstract Task<string> UnguardAsync(DbConnection connection, CancellationToken cancellationToken);

    protected static async Task ExecuteAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        if (sql.Length == 0) return;
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>The same one for a second host, which neither makes nor removes it.</summary>
    public TestDatabase Shared() => new SharedDatabase(this);

    protected abstract DbConnection CreateConnection();

    private sealed class SharedDatabase(TestDatabase owned) : TestDatabase
    {
        public override DatabaseProvider Provider => owned.Provider;

        public override string ConnectionString => owned.ConnectionString;

        public override string? Missing => owned.Missing;

        protected override IDbAdapter Adapter => owned.Adapter;

        protected override string? Schema => owned.Schema;

        public override Task CreateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

        protected override Task<string> UnguardAsync(DbConnection connection, CancellationToken cancellationToken) => owned.UnguardAsync(connection, cancellationToken);

        protected override DbConnection CreateConnection() => owned.CreateConnection();
    }
}
