namespace Regulatief.Cases.Persistence;

/// <summary>The page of a list that somebody asks for, counted from 1. Any number may be asked: what lies before the first is the first, what lies beyond the last is the last.</summary>
public readonly record struct Page(int Number)
{
    public static implicit operator Page(int number) => new(number);

    /// <summary>As Elsa counts: from 0. Null is the first.</summary>
    public static Page FromZero(int? index) => new(index is { } asked and < int.MaxValue ? asked + 1 : index is null ? 1 : int.MaxValue);

    /// <param name="total">The rows of the whole list.</param>
    /// <param name="size">The rows of a page.</param>
    public PagePart Of(int total, int size)
    {
        var last = Math.Max(1, (int)(((long)total + size - 1) / size));
        var number = Math.Clamp(Number, 1, last);
        return new PagePart(number, (number - 1) * size, size);
    }
}

/// <summary>The rows of a list that a page holds.</summary>
/// <param name="Number">The page that it became, from 1.</param>
/// <param name="Skip">The rows on the pages before it.</param>
public readonly record struct PagePart(int Number, int Skip, int Size);

public static class PageQueries
{
    public static IQueryable<T> On<T>(this IQueryable<T> rows, PagePart part) => rows.Skip(part.Skip).Take(part.Size);
}
