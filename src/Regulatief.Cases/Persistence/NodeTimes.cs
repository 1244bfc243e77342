using Microsoft.EntityFrameworkCore;

namespace Regulatief.Cases.Persistence;

/// <summary>How long visits to one activity lasted, from their start to their end: those that ended by themselves.</summary>
public sealed record NodeTimes(string ActivityId, int Visits, long MedianSeconds, long P90Seconds);

public static class NodeTimeQueries
{
    /// <summary>Per activity of these types in a version, over all cycles that run or ran it. Counted in the database: only a row per activity comes back.</summary>
    /// <param name="activityTypes">Those that wait: the others take no time.</param>
    /// <param name="since">Visits that ended before it are left out; inclusive. It bounds what is read: cycles where nothing happened since are passed over.</param>
    public static async Task<List<NodeTimes>> NodeTimesAsync(
        this RegulatiefDbContext db, string definitionId, int version, IReadOnlyCollection<string> activityTypes, DateTimeOffset since, CancellationToken cancellationToken) =>
        activityTypes.Count == 0
            ? []
            : await db.Database.SqlQueryRaw<NodeTimes>(db.NodeTimesStatement(activityTypes.Count), [definitionId, version, since.UtcDateTime, .. activityTypes]).ToListAsync(cancellationToken);

    /// <summary>The statement, with the definition's id, the version, the instant and the types as its parameters.</summary>
    /// <remarks>The share of visits that lasted no longer than this one gives both figures from one sort.</remarks>
    public static string NodeTimesStatement(this RegulatiefDbContext db, int activityTypes) => $$"""
        WITH "Ended" AS (
            SELECT j."ActivityId", {{SecondsBetween(db, Instant("Started", "MIN"), Instant("Completed", "MAX"))}} AS "Seconds"
            FROM "Instances" i INNER JOIN "Journal" j ON j."InstanceId" = i."Id"
            WHERE i."DefinitionId" = {0} AND i."DefinitionVersion" = {1} AND i."RiskSignalId" IS NULL AND i."ParentId" IS NULL AND i."UpdatedAt" >= {2}
                AND j."ActivityType" IN ({{string.Join(", ", Enumerable.Range(3, activityTypes).Select(place => $"{{{place}}}"))}}) AND (j."Event" = 'Started' OR (j."Event" = 'Completed' AND j."At" >= {2}))
            GROUP BY j."ActivityExecutionId", j."ActivityId"),
        "Spread" AS (
            SELECT "ActivityId", "Seconds", CUME_DIST() OVER (PARTITION BY "ActivityId" ORDER BY "Seconds") AS "Share"
            FROM "Ended" WHERE "Seconds" IS NOT NULL)
        SELECT "ActivityId", CAST(COUNT(*) AS INT) AS "Visits",
            MIN(CASE WHEN "Share" >= 0.5 THEN "Seconds" END) AS "MedianSeconds", MIN(CASE WHEN "Share" >= 0.9 THEN "Seconds" END) AS "P90Seconds"
        FROM "Spread" GROUP BY "ActivityId"
        """;

    private static string Instant(string journalEvent, string aggregate) => $"""{aggregate}(CASE WHEN j."Event" = '{journalEvent}' THEN j."At" END)""";

    private static string SecondsBetween(RegulatiefDbContext db, string from, string until) =>
        db.Database.IsSqlite() ? $"CAST(ROUND((JULIANDAY({until}) - JULIANDAY({from})) * 86400) AS INTEGER)"
        : db.Database.IsNpgsql() ? $"CAST(EXTRACT(EPOCH FROM ({until} - {from})) AS BIGINT)"
        : $"DATEDIFF_BIG(second, {from}, {until})";
}
