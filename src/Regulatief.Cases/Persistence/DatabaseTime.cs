using Microsoft.EntityFrameworkCore;

namespace Regulatief.Cases.Persistence;

public static class DatabaseTime
{
    /// <summary>What the database's own clock says.</summary>
    public static async Task<DateTimeOffset> NowAsync(this RegulatiefDbContext db, CancellationToken cancellationToken)
    {
        var sql = db.Database.IsNpgsql() ? "SELECT (clock_timestamp() AT TIME ZONE 'utc') AS \"Value\""
            : db.Database.IsSqlServer() ? "SELECT SYSUTCDATETIME() AS [Value]"
            : "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now') AS \"Value\"";
        var now = (await db.Database.SqlQueryRaw<DateTime>(sql).ToListAsync(cancellationToken)).Single();
        return new DateTimeOffset(DateTime.SpecifyKind(now, DateTimeKind.Utc));
    }
}
