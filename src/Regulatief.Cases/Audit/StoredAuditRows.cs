using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Audit;

/// <summary>An audit row as it is stored, whatever somebody may have made of it.</summary>
/// <param name="Id">Null when it is no id.</param>
/// <param name="At">Null when it is no instant.</param>
internal sealed record StoredAuditRow(Guid? Id, DateTimeOffset? At, byte[] Metadata, byte[] Payload);

/// <summary>A seal as it is stored, with the row that it names.</summary>
/// <param name="Entry">Null when there is no such row.</param>
internal sealed record StoredAuditSeal(long Sequence, Guid? EntryId, DateTimeOffset? At, byte[]? Salt, byte[]? PayloadHash, byte[]? Hash, StoredAuditRow? Entry);

/// <summary>Reads audit rows and seals column by column, not as entities: of what was tampered with an entity cannot always be made, and it must still be sealed, found and told.</summary>
internal static class StoredAuditRows
{
    private static readonly string[] SealColumns =
        [nameof(AuditSeal.Sequence), nameof(AuditSeal.EntryId), nameof(AuditSeal.At), nameof(AuditSeal.Salt), nameof(AuditSeal.PayloadHash), nameof(AuditSeal.Hash)];

    /// <summary>Entries without a seal.</summary>
    public static IQueryable<AuditEntry> Unsealed(this RegulatiefDbContext db) => db.AuditEntries.Where(e => !db.AuditSeals.Any(s => s.EntryId == e.Id));

    public static async IAsyncEnumerable<StoredAuditRow> AsStoredAsync(
        this IQueryable<AuditEntry> entries, RegulatiefDbContext db, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = entries.CreateDbCommand();
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var columns = ColumnsOf(db, property => reader.GetOrdinal(property.GetColumnName()));
            while (await reader.ReadAsync(cancellationToken)) yield return RowOf(reader, columns);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>All seals in their order, each with its row.</summary>
    public static async IAsyncEnumerable<StoredAuditSeal> SealsAsStoredAsync(this RegulatiefDbContext db, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var place = SealColumns.Length;
        var columns = ColumnsOf(db, _ => place++);
        var id = Array.Find(columns, c => c.Name == nameof(AuditEntry.Id)).Ordinal;

        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = SealsStatement(db, columns);
            // All of a long log, where one statement otherwise has half a minute.
            command.CommandTimeout = 0;
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                yield return new StoredAuditSeal(
                    reader.GetInt64(0), Stored(reader, 1, typeof(Guid)) as Guid?, InstantOf(Stored(reader, 2, typeof(DateTime))), reader.GetValue(3) as byte[],
                    reader.GetValue(4) as byte[], reader.GetValue(5) as byte[], await reader.IsDBNullAsync(id, cancellationToken) ? null : RowOf(reader, columns));
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    internal static string SealsStatement(RegulatiefDbContext db) => SealsStatement(db, ColumnsOf(db, _ => 0));

    private static string SealsStatement(RegulatiefDbContext db, Column[] columns)
    {
        var sql = db.GetService<ISqlGenerationHelper>();
        string Named(string of, string name) => $"{of}.{sql.DelimitIdentifier(name)}";
        string Table<T>() => sql.DelimitIdentifier(db.Model.FindEntityType(typeof(T))!.GetTableName()!);
        return $"""
            SELECT {string.Join(", ", SealColumns.Select(name => Named("s", name)).Concat(columns.Select(c => Named("e", c.Name))))}
            FROM {Table<AuditSeal>()} s LEFT JOIN {Table<AuditEntry>()} e ON {Named("e", nameof(AuditEntry.Id))} = {Named("s", nameof(AuditSeal.EntryId))}
            ORDER BY {Named("s", nameof(AuditSeal.Sequence))}
            """;
    }

    private static Column[] ColumnsOf(RegulatiefDbContext db, Func<IProperty, int> ordinalOf) =>
    [
        .. db.Model.FindEntityType(typeof(AuditEntry))!.GetProperties().OrderBy(p => p.GetColumnName(), StringComparer.Ordinal)
            .Select(p => new Column(p.GetColumnName(), ordinalOf(p), p.GetTypeMapping().Converter?.ProviderClrType ?? Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType)),
    ];

    private static StoredAuditRow RowOf(DbDataReader reader, Column[] columns)
    {
        var values = Array.ConvertAll(columns, column => (column.Name, Value: Stored(reader, column.Ordinal, column.Kind)));
        object? Of(string name) => Array.Find(values, v => v.Name == name).Value;
        return new StoredAuditRow(
            Of(nameof(AuditEntry.Id)) as Guid?, InstantOf(Of(nameof(AuditEntry.At))),
            AuditEncoding.Metadata(values.Where(v => v.Name != nameof(AuditEntry.Detail))), AuditEncoding.Payload(Of(nameof(AuditEntry.Detail))));
    }

    private static object? Stored(DbDataReader reader, int ordinal, Type kind) => AuditEncoding.Stored(reader.GetValue(ordinal), kind);

    /// <returns>Null also for one that the product's calendar has not: nothing would keep it or show it.</returns>
    private static DateTimeOffset? InstantOf(object? value) =>
        value is DateTime instant && DateOnly.FromDateTime(instant) is var day && day >= Bounds.Earliest && day <= Bounds.Latest
            ? new DateTimeOffset(DateTime.SpecifyKind(instant, DateTimeKind.Utc))
            : null;

    private readonly record struct Column(string Name, int Ordinal, Type Kind);
}
