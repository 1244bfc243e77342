using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Regulatief.Cases.Persistence;

public static class DatabaseFailure
{
    /// <summary>Whether the database is away, full or too busy: nothing was committed that its caller does not find again with the same key.</summary>
    public static bool IsUnavailable(this Exception exception) => exception switch
    {
        DbException or RetryLimitExceededException => true,
        // Its driver calls none of its errors transient. Busy, locked, read-only, disk error, full, cannot be opened.
        DbUpdateException { InnerException: SqliteException sqlite } => sqlite.SqliteErrorCode is 5 or 6 or 8 or 10 or 13 or 14,
        DbUpdateException { InnerException: DbException { IsTransient: true } } => true,
        _ => false,
    };
}
