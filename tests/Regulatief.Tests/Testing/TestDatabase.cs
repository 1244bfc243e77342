using System.Data.Common;
using Regulatief.Cases.Persistence;
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

    public async Task EmptyAsync(CancellationToken cancellationToken)
    {
        await using var connection = CreateConnection();
        await connection.OpenAsync(cancellationToken);
        _respawner ??= await Respawner.CreateAsync(
            connection, new RespawnerOptions { DbAdapter = Adapter, TablesToIgnore = Kept, SchemasToInclude = Schema is null ? [] : [Schema] });
        await _respawner.ResetAsync(connection);
    }

    public abstract ValueTask DisposeAsync();

    protected abstract DbConnection CreateConnection();
}
