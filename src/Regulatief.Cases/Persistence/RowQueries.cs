using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Regulatief.Cases.Persistence;

public static class RowQueries
{
    /// <summary>The row with this id among those in the query.</summary>
    /// <exception cref="NotFoundException">There is none, or the query hides it: the same answer for both.</exception>
    public static async Task<T> GetAsync<T, TId>(this IQueryable<T> rows, TId id, CancellationToken cancellationToken)
        where T : class
        where TId : struct
    {
        var row = Expression.Parameter(typeof(T));
        var hasId = Expression.Lambda<Func<T, bool>>(Expression.Equal(Expression.Property(row, "Id"), ParameterOf(id)), row);
        return await rows.SingleOrDefaultAsync(hasId, cancellationToken) ?? throw new NotFoundException(typeof(T).Name, id);
    }

    // A member access instead of a constant, so that EF Core sends a parameter and keeps one plan for all ids.
    private static MemberExpression ParameterOf<TId>(TId id) => Expression.Field(Expression.Constant(new Box<TId>(id)), nameof(Box<>.Id));

    private sealed class Box<TId>(TId id)
    {
        public readonly TId Id = id;
    }
}
