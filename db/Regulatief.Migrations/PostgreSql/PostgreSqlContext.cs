using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Regulatief.Cases.Persistence;

namespace Regulatief.Migrations.PostgreSql;

public sealed class PostgreSqlContext(DbContextOptions<PostgreSqlContext> options) : RegulatiefDbContext(options);

/// <summary>For <c>dotnet ef</c>: makes migrations without a database.</summary>
internal sealed class PostgreSqlContextFactory : IDesignTimeDbContextFactory<PostgreSqlContext>
{
    public PostgreSqlContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgreSqlContext>();
        options.UseRegulatiefDatabase(DatabaseProvider.PostgreSql, "Host=design-time");
        return new PostgreSqlContext(options.Options);
    }
}
