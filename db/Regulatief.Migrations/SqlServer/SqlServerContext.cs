using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Regulatief.Cases.Persistence;

namespace Regulatief.Migrations.SqlServer;

public sealed class SqlServerContext(DbContextOptions<SqlServerContext> options) : RegulatiefDbContext(options);

/// <summary>For <c>dotnet ef</c>: makes migrations without a database.</summary>
internal sealed class SqlServerContextFactory : IDesignTimeDbContextFactory<SqlServerContext>
{
    public SqlServerContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqlServerContext>();
        options.UseRegulatiefDatabase(DatabaseProvider.SqlServer, "Server=design-time");
        return new SqlServerContext(options.Options);
    }
}
