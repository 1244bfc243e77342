using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Regulatief.Cases.Persistence;

public static class DatabaseFailure
{
    private const string UniqueViolation = "23505";
    private const int SqlitePrimaryKeyTwice = 1555;
    private const int SqliteKeyTwice = 2067;
    private const int SqlServerKeyTwice = 2627;
    private const int SqlServerIndexTwice = 2601;

    /// <summary>Whether the database is away, full or too busy: nothing was committed that its caller does not find again with the same key.</summary>
    public static bool IsUnavailable(this Exception exception) => exception switch
    {
        DbException or RetryLimitExceededException => true,
        // Its driver calls none of its errors transient. Busy, locked, read-only, disk error, full, cannot be opened.
        DbUpdateException { InnerException: SqliteException sqlite } => sqlite.SqliteErrorCode is 5 or 6 or 8 or 10 or 13 or 14,
        DbUpdateException { InnerException: DbException { IsTransient: true } } => true,
        _ => false,
    };

    /// <summary>Whether another stored the same key, or changed the same row, first: deciding again on what is stored now may succeed.</summary>
    public static bool IsSomeoneFirst(this DbUpdateException exception) => exception is DbUpdateConcurrencyException || exception.InnerException switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is SqlitePrimaryKeyTwice or SqliteKeyTwice,
        SqlException sqlServer => sqlServer.Number is SqlServerKeyTwice or SqlServerIndexTwice,
        DbException server => server.SqlState == UniqueViolation,
        _ => false,
    };
}
