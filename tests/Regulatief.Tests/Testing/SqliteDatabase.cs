using System.Data.Common;
using Microsoft.Data.Sqlite;
using Regulatief.Cases.Persistence;
using Respawn;

namespace Regulatief.Tests.Testing;

/// <summary>A file in a folder of its own, gone with the run.</summary>
public sealed class SqliteDatabase : TestDatabase
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("regulatief-tests-");

    public override DatabaseProvider Provider => DatabaseProvider.Sqlite;

    public override string ConnectionString => $"Data Source={Path.Combine(_folder.FullName, "regulatief.db")}";

    protected override IDbAdapter Adapter => DbAdapter.Sqlite;

    protected override string? Schema => null;

    public override Task CreateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    protected override DbConnection CreateConnection() => new SqliteConnection(ConnectionString);
}
