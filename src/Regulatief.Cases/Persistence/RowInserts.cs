using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Regulatief.Cases.Persistence;

public static class RowInserts
{
    /// <summary>Inserts the row at once, in the current transaction, unless its key is there: one statement, and no failed one when it is.</summary>
    /// <remarks>On a server it waits for another transaction that is inserting the same key. Entity Framework has no such insert; the row is tracked as stored.</remarks>
    /// <returns>Whether it was inserted.</returns>
    public static async Task<bool> InsertUnlessThereAsync<T>(this RegulatiefDbContext db, T row, CancellationToken cancellationToken) where T : class
    {
        var (sql, parameters) = db.InsertUnlessThere(row);
        if (await db.Database.ExecuteSqlRawAsync(sql, parameters, cancellationToken) == 0) return false;

        db.Attach(row);
        return true;
    }

    /// <summary>The statement and its parameters, for one that goes to the database with others.</summary>
    public static (string Sql, IEnumerable<DbParameter> Parameters) InsertUnlessThere<T>(this RegulatiefDbContext db, T row) where T : class
    {
        var type = db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} is no entity.");
        using var maker = db.Database.GetDbConnection().CreateCommand();
        return (db.InsertUnlessThere(type), [.. type.GetProperties().Select((property, index) => Parameter(maker, property, index, row))]);
    }

    /// <summary>The statement, with a parameter <c>@p0</c> and on for each property of the type.</summary>
    public static string InsertUnlessThere(this RegulatiefDbContext db, IEntityType type)
    {
        var sql = db.GetService<ISqlGenerationHelper>();
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        var name = sql.DelimitIdentifier(table.Name, table.Schema);
        string Column(IProperty property) => sql.DelimitIdentifier(property.GetColumnName(table)!);

        var properties = type.GetProperties().ToList();
        var insert = $"INSERT INTO {name} ({string.Join(", ", properties.Select(Column))})";
        var values = string.Join(", ", properties.Select((_, index) => $"@p{index}"));
        if (!db.Database.IsSqlServer()) return $"{insert} VALUES ({values}) ON CONFLICT DO NOTHING;";

        var isThere = string.Join(" AND ", type.FindPrimaryKey()!.Properties.Select(property => $"{Column(property)} = @p{properties.IndexOf(property)}"));
        return $"{insert} SELECT {values} WHERE NOT EXISTS (SELECT 1 FROM {name} WITH (UPDLOCK, HOLDLOCK) WHERE {isThere});";
    }

    private static DbParameter Parameter(DbCommand maker, IProperty property, int index, object row) =>
        property.GetRelationalTypeMapping().CreateParameter(maker, $"@p{index}", property.GetGetter().GetClrValue(row), property.IsNullable);
}
