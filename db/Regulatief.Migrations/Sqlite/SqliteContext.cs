using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Regulatief.Cases.Persistence;

namespace Regulatief.Migrations.Sqlite;

public sealed class SqliteContext(DbContextOptions<SqliteContext> options) : RegulatiefDbContext(options);

/// <summary>For <c>dotnet ef</c>: makes migrations without a database.</summary>
internal sealed class SqliteContextFactory : IDesignTimeDbContextFactory<SqliteContext>
{
    public SqliteContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqliteContext>();
        options.UseRegulatiefDatabase(DatabaseProvider.Sqlite, "Data Source=design-time.db");
        return new SqliteContext(options.Options);
    }
}
