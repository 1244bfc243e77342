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

    // SQLite cannot switch a trigger off.
    protected override async Task<string> UnguardAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var triggers = new List<(string Name, string Sql)>();
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'";
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken)) triggers.Add((reader.GetString(0), reader.GetString(1)));
        }

        if (triggers.Count == 0) return "";
        await ExecuteAsync(connection, $"BEGIN; {string.Concat(triggers.Select(t => $"DROP TRIGGER \"{t.Name}\"; "))}COMMIT;", cancellationToken);
        return $"BEGIN; {string.Concat(triggers.Select(t => $"{t.Sql}; "))}COMMIT;";
    }

    protected override DbConnection CreateConnection() => new SqliteConnection(ConnectionString);
}
