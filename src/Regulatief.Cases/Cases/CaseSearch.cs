using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Cases;

/// <summary>What somebody looked for, kept so that no name stands in an address. Theirs alone, and gone after a day: found no longer from then on, and cleared away within the hour.</summary>
public sealed class CaseSearch
{
    public static readonly TimeSpan RetainFor = TimeSpan.FromDays(1);

    public const int MaxLength = 200;

    /// <summary>Each word is a condition of its own in the query.</summary>
    public const int MaxWords = 10;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid AccountId { get; init; }

    public required string Words { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class CaseSearchConfiguration : IEntityTypeConfiguration<CaseSearch>
{
    public void Configure(EntityTypeBuilder<CaseSearch> builder)
    {
        builder.Property(s => s.Words).HasMaxLength(CaseSearch.MaxLength);
        builder.HasIndex(s => new { s.AccountId, s.At });
    }
}
