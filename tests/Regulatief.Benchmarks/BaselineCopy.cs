using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using Regulatief.Cases.Persistence;
using Regulatief.Tests.Testing;

namespace Regulatief.Benchmarks;

/// <summary>A copy of the database as it was, for the raw SQL; and how much the product wrote since.</summary>
internal abstract class BaselineCopy
{
    public static BaselineCopy Of(TestDatabase database) =>
        database.Provider == DatabaseProvider.Sqlite ? new OfFile(database.ConnectionString) : new OfServer(database.ConnectionString);

    public abstract Task TakeAsync();

    /// <summary>Bytes written since the copy was taken: to the log on a server; by this process, so with the pages that go from the log into the file, on SQLite.</summary>
    public abstract Task<double> BytesWrittenAsync();

    public abstract Task<DbConnection> OpenAsync();

    protected static async Task<T?> AskAsync<T>(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync() is T answer ? answer : default;
    }

    private sealed class OfFile(string connectionString) : BaselineCopy
    {
        private readonly string _file = new SqliteConnectionStringBuilder(connectionString).DataSource;
        private long _written;

        public override async Task TakeAsync()
        {
            await using var connection = new SqliteConnection(connectionString);
            await connection.OpenAsync();
            await AskAsync<long>(connection, "PRAGMA wal_checkpoint(TRUNCATE);");
            File.Copy(_file, $"{_file}.baseline", overwrite: true);
            _written = WrittenByProcess();
        }

        // Not the length of the log: it begins anew every four megabytes.
        public override Task<double> BytesWrittenAsync() => Task.FromResult((double)(WrittenByProcess() - _written));

        public override async Task<DbConnection> OpenAsync()
        {
            var connection = new SqliteConnection($"Data Source={_file}.baseline");
            await connection.OpenAsync();
            await AskAsync<string>(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
            return connection;
        }
    }

    private static long WrittenByProcess() =>
        long.Parse(File.ReadLines("/proc/self/io").Single(line => line.StartsWith("wchar:", StringComparison.Ordinal))["wchar:".Length..], CultureInfo.InvariantCulture);

    private sealed class OfServer(string connectionString) : BaselineCopy
    {
        private string _position = "0/0";

        public override async Task TakeAsync()
        {
            // A database that someone is connected to cannot be a template.
            NpgsqlConnection.ClearAllPools();
            await using var maintenance = await ConnectAsync("template1");
            await AskAsync<object>(maintenance, "DROP DATABASE IF EXISTS baseline");
            await AskAsync<object>(maintenance, $"CREATE DATABASE baseline TEMPLATE {new NpgsqlConnectionStringBuilder(connectionString).Database}");
            _position = (await AskAsync<string>(maintenance, "SELECT pg_current_wal_insert_lsn()::text"))!;
        }

        public override async Task<double> BytesWrittenAsync()
        {
            await using var maintenance = await ConnectAsync("template1");
            return (double)await AskAsync<decimal>(maintenance, $"SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '{_position}')");
        }

        public override Task<DbConnection> OpenAsync() => ConnectAsync("baseline");

        private async Task<DbConnection> ConnectAsync(string database)
        {
            var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Database = database, Pooling = false }.ConnectionString);
            await connection.OpenAsync();
            return connection;
        }
    }
}
