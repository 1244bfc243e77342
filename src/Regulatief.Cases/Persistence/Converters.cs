using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Regulatief.Cases.Persistence;

/// <summary>An instant as a UTC <see cref="DateTime"/>: comparable and sortable in SQL on every provider.</summary>
internal sealed class InstantConverter() : ValueConverter<DateTimeOffset, DateTime>(
    instant => instant.UtcDateTime,
    stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));

internal sealed class RowIdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => From(value))
    where TId : struct, IRowId<TId>
{
    // An expression tree cannot call a static interface member itself.
    private static TId From(Guid value) => TId.From(value);
}

internal static class RowIdConverter
{
    /// <summary>The converter for an id type; null when the type is not one.</summary>
    public static Type? For(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRowId<>))
            ? typeof(RowIdConverter<>).MakeGenericType(type)
            : null;
}

/// <summary>A short list of choices or outcome names in one column.</summary>
internal sealed class ListConverter<T>() : ValueConverter<List<T>, string>(Join, Split)
{
    private static readonly Expression<Func<List<T>, string>> Join = list => JoinedList.Join(list.Select(item => $"{item}"));

    private static readonly Expression<Func<string, List<T>>> Split = text => Parse(text);

    private static List<T> Parse(string text) =>
        [.. JoinedList.Split(text).Select(part => typeof(T).IsEnum ? (T)Enum.Parse(typeof(T), part) : (T)(object)part)];
}

internal sealed class ListComparer<T>() : ValueComparer<List<T>>(
    (a, b) => ReferenceEquals(a, b) || (a != null && b != null && a.SequenceEqual(b)),
    list => list.Aggregate(0, (hash, item) => HashCode.Combine(hash, item)),
    list => list.ToList());
