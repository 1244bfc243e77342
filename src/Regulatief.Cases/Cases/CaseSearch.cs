using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Cases;

/// <summary>What somebody looked for, kept so that no name stands in an address. Theirs alone, and gone after a day.</summary>
public sealed class CaseSearch
{
    public static readonly TimeSpan RetainFor = TimeSpan.FromDays(1);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid AccountId { get; init; }

    public required string Words { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class CaseSearchConfiguration : IEntityTypeConfiguration<CaseSearch>
{
    public void Configure(EntityTypeBuilder<CaseSearch> builder)
    {
        builder.Property(s => s.Words).HasMaxLength(200);
        builder.HasIndex(s => new { s.AccountId, s.At });
    }
}
