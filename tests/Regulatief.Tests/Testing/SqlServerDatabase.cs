using System.Data.Common;
using Microsoft.Data.SqlClient;
using Regulatief.Cases.Persistence;
using Respawn;

namespace Regulatief.Tests.Testing;

/// <summary>The database that <c>REGULATIEF_TEST_SQLSERVER</c> names, emptied.</summary>
public sealed class SqlServerDatabase : TestDatabase
{
    private static readonly string? Given = Environment.GetEnvironmentVariable("REGULATIEF_TEST_SQLSERVER");

    public override DatabaseProvider Provider => DatabaseProvider.SqlServer;

    public override string ConnectionString => Given ?? "";

    public override string? Missing => Given is null ? "No SQL Server: set REGULATIEF_TEST_SQLSERVER to a connection string." : null;

    protected override IDbAdapter Adapter => DbAdapter.SqlServer;

    protected override string? Schema => "dbo";

    public override Task CreateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override async Task<string> UnguardAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, "DISABLE TRIGGER ALL ON [AuditEntries]; DISABLE TRIGGER ALL ON [AuditSeals];", cancellationToken);
        return "ENABLE TRIGGER ALL ON [AuditEntries]; ENABLE TRIGGER ALL ON [AuditSeals];";
    }

    protected override DbConnection CreateConnection() => new SqlConnection(ConnectionString);
}
