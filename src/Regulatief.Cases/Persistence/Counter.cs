using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Persistence;

/// <summary>A number that only goes up, kept in a row because SQLite has no sequences.</summary>
public sealed class Counter
{
    public const string CaseNumber = "case-number";

    public required string Name { get; init; }

    public required int Value { get; set; }
}

public static class CounterQueries
{
    /// <summary>Takes the next number; the row stays locked until the transaction ends, so no number is given twice.</summary>
    /// <exception cref="InvalidOperationException">No row of that name: the database was not made by our migrations.</exception>
    public static async Task<int> TakeNextAsync(this RegulatiefDbContext db, string name, CancellationToken cancellationToken)
    {
        var raised = await db.Counters.Where(c => c.Name == name)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Value, c => c.Value + 1), cancellationToken);
        if (raised != 1) throw new InvalidOperationException($"Counter {name} matched {raised} rows, expected 1.");
        return await db.Counters.Where(c => c.Name == name).Select(c => c.Value).SingleAsync(cancellationToken);
    }
}

internal sealed class CounterConfiguration : IEntityTypeConfiguration<Counter>
{
    public void Configure(EntityTypeBuilder<Counter> builder)
    {
        builder.HasKey(c => c.Name);
        builder.Property(c => c.Name).HasMaxLength(40);
        builder.HasData(new Counter { Name = Counter.CaseNumber, Value = 1000 });
    }
}
