using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Regulatief.Cases.Persistence;

/// <summary>Readers never wait for a writer (WAL), and a commit survives a power cut (FULL).</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Durable = "PRAGMA synchronous=FULL;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = PragmasFor(connection);
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = PragmasFor(connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>By a connection that only reads, as EF Core looks whether there is a database, a file that a dump or VACUUM INTO left out of WAL cannot be put into it.</summary>
    private static string PragmasFor(DbConnection connection) =>
        connection.ConnectionString.Contains("Mode=ReadOnly", StringComparison.OrdinalIgnoreCase) ? Durable : $"PRAGMA journal_mode=WAL; {Durable}";
}
