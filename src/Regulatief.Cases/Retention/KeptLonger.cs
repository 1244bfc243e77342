using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Retention;

/// <summary>That one kind of one case is kept beyond its term, until a day and for a reason. The latest day counts.</summary>
public sealed class KeptLonger
{
    public const int MaxReason = 2000;

    /// <summary>At most so far ahead: then somebody looks again.</summary>
    public const int MostYears = 10;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public required RetentionKind Kind { get; init; }

    /// <summary>From this day on it may go.</summary>
    public required DateOnly Until { get; init; }

    public required string Reason { get; init; }

    public required Guid ById { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class KeptLongerConfiguration : IEntityTypeConfiguration<KeptLonger>
{
    public void Configure(EntityTypeBuilder<KeptLonger> builder)
    {
        builder.ToTable("KeptLonger");
        builder.Property(k => k.Reason).HasMaxLength(KeptLonger.MaxReason);
        builder.HasIndex(k => new { k.CaseId, k.Kind });
    }
}
