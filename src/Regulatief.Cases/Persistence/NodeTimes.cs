using Microsoft.EntityFrameworkCore;

namespace Regulatief.Cases.Persistence;

/// <summary>How long visits to one activity lasted, from their start to their end: those that ended by themselves.</summary>
public sealed record NodeTimes(string ActivityId, int Visits, long MedianSeconds, long P90Seconds);

public static class NodeTimeQueries
{
    /// <summary>Per activity of a version, over all cycles that run or ran it. Counted in the database: only a row per activity comes back.</summary>
    public static Task<List<NodeTimes>> NodeTimesAsync(this RegulatiefDbContext db, string definitionId, int version, CancellationToken cancellationToken) =>
        db.Database.SqlQueryRaw<NodeTimes>(db.NodeTimesStatement(), definitionId, version).ToListAsync(cancellationToken);

    /// <summary>The statement, with the definition's id and the version as its parameters.</summary>
    public static string NodeTimesStatement(this RegulatiefDbContext db) => $$"""
        WITH "Ended" AS (
            SELECT j."ActivityId", {{SecondsBetween(db, Instant("Started", "MIN"), Instant("Completed", "MAX"))}} AS "Seconds"
            FROM "Instances" i INNER JOIN "Journal" j ON j."InstanceId" = i."Id"
            WHERE i."DefinitionId" = {0} AND i."DefinitionVersion" = {1} AND i."RiskSignalId" IS NULL AND i."ParentId" IS NULL AND j."Event" IN ('Started', 'Completed')
            GROUP BY j."InstanceId", j."ActivityExecutionId", j."ActivityId"
            HAVING COUNT(*) > 1),
        "Ranked" AS (
            SELECT "ActivityId", "Seconds", ROW_NUMBER() OVER (PARTITION BY "ActivityId" ORDER BY "Seconds") AS "Place", COUNT(*) OVER (PARTITION BY "ActivityId") AS "Visits"
            FROM "Ended" WHERE "Seconds" IS NOT NULL)
        SELECT "ActivityId", CAST("Visits" AS INT) AS "Visits",
            MIN(CASE WHEN "Place" * 2 >= "Visits" THEN "Seconds" END) AS "MedianSeconds", MIN(CASE WHEN "Place" * 10 >= "Visits" * 9 THEN "Seconds" END) AS "P90Seconds"
        FROM "Ranked" GROUP BY "ActivityId", "Visits"
        """;

    private static string Instant(string journalEvent, string aggregate) => $"""{aggregate}(CASE WHEN j."Event" = '{journalEvent}' THEN j."At" END)""";

    private static string SecondsBetween(RegulatiefDbContext db, string from, string until) =>
        db.Database.IsSqlite() ? $"CAST(ROUND((JULIANDAY({until}) - JULIANDAY({from})) * 86400) AS INTEGER)"
        : db.Database.IsNpgsql() ? $"CAST(EXTRACT(EPOCH FROM ({until} - {from})) AS BIGINT)"
        : $"DATEDIFF_BIG(second, {from}, {until})";
}
