using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Retention;

/// <summary>That everything of a case is kept, whatever its terms say (bewaarplicht): a complaint, a lawsuit, an inquiry. Until somebody lifts it.</summary>
public sealed class LegalHold
{
    public const int MaxText = 2000;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public required string Reason { get; init; }

    public required Guid SetById { get; init; }

    public required DateTimeOffset SetAt { get; init; }

    /// <summary>When somebody looks whether it is still needed. Nothing ends by itself on that day.</summary>
    public required DateOnly ReviewOn { get; set; }

    /// <summary>Null while it lasts.</summary>
    public DateTimeOffset? LiftedAt { get; private set; }

    public Guid? LiftedById { get; private set; }

    public string? LiftReason { get; private set; }

    /// <exception cref="CaseRuleException"><c>hold-lifted-already</c>.</exception>
    public void Lift(string reason, Guid by, DateTimeOffset at)
    {
        RefuseIfLifted();
        (LiftedAt, LiftedById, LiftReason) = (at, by, reason);
    }

    /// <exception cref="CaseRuleException"><c>hold-lifted-already</c>.</exception>
    public void RefuseIfLifted()
    {
        if (LiftedAt is not null) throw new CaseRuleException("hold-lifted-already");
    }
}

internal sealed class LegalHoldConfiguration : IEntityTypeConfiguration<LegalHold>
{
    public void Configure(EntityTypeBuilder<LegalHold> builder)
    {
        builder.Property(h => h.Reason).HasMaxLength(LegalHold.MaxText);
        builder.Property(h => h.LiftReason).HasMaxLength(LegalHold.MaxText);
        builder.HasIndex(h => new { h.CaseId, h.LiftedAt });
        builder.HasIndex(h => new { h.LiftedAt, h.ReviewOn });
    }
}
