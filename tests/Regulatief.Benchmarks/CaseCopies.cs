using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;

namespace Regulatief.Benchmarks;

/// <summary>Many cases from one: its rows written again with ids and a number of their own. Starting as many takes longer than what is measured on them.</summary>
internal sealed class CaseCopies
{
    private const int CasesInACommit = 500;

    /// <summary>Past those that the product gives.</summary>
    private const int FirstNumber = 1_000_000;

    private readonly List<(IEntityType Type, PropertyValues Values)> _rows;
    private readonly List<Guid> _ids;

    private CaseCopies(List<(IEntityType Type, PropertyValues Values)> rows)
    {
        _rows = rows;
        _ids = [.. rows.SelectMany(row => row.Type.FindPrimaryKey()!.Properties.Select(key => Stored(key, row.Values[key]))).OfType<Guid>().Distinct()];
    }

    /// <param name="host">Its database holds one case.</param>
    public static async Task MakeAsync(BenchmarkHost host, int count)
    {
        var original = await host.ReadAsync(async db => new CaseCopies(await RowsOfAsync(db)));
        foreach (var copies in Enumerable.Range(FirstNumber, count).Chunk(CasesInACommit))
            await host.WriteAsync(db => db.AddRange(copies.SelectMany(original.Copy)));
    }

    private static async Task<List<(IEntityType Type, PropertyValues Values)>> RowsOfAsync(RegulatiefDbContext db)
    {
        object[] rows =
        [
            .. await db.Clients.ToListAsync(), .. await db.Cases.ToListAsync(), .. await db.Set<Goal>().ToListAsync(), .. await db.Timeline.ToListAsync(),
            .. await db.Instances.ToListAsync(), .. await db.Bookmarks.ToListAsync(), .. await db.Journal.ToListAsync(), .. await db.DueWork.ToListAsync(),
            .. await db.HumanTasks.ToListAsync(), .. await db.AuditEntries.Where(e => e.CaseId != null).ToListAsync(),
        ];
        return [.. rows.Select(row => (db.Entry(row).Metadata, db.Entry(row).CurrentValues.Clone()))];
    }

    private IEnumerable<object> Copy(int number)
    {
        var ids = _ids.ToDictionary(id => id, _ => Guid.CreateVersion7());
        foreach (var (type, values) in _rows)
        {
            var copy = values.Clone();
            foreach (var property in type.GetProperties()) copy[property] = Copied(property, values[property], ids);
            if (type.ClrType == typeof(Case)) copy[nameof(Case.Number)] = number;
            yield return copy.ToObject();
        }
    }

    /// <summary>With the new ids, also where they stand within a text such as an instance's state.</summary>
    private static object? Copied(IProperty property, object? value, Dictionary<Guid, Guid> ids)
    {
        if (value is string text) return ids.Aggregate(text, (changed, id) => changed.Replace(id.Key.ToString(), id.Value.ToString(), StringComparison.Ordinal));
        if (Stored(property, value) is not Guid known || !ids.TryGetValue(known, out var id)) return value;
        return property.GetTypeMapping().Converter is { } converter ? converter.ConvertFromProvider(id) : id;
    }

    private static object? Stored(IProperty property, object? value) =>
        property.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value) : value;
}
