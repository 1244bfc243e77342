using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Audit;

/// <summary>That the audit log was verified, by whom, and what was found: for the page, which cannot read all of a long log each time. Append-only.</summary>
/// <remarks>It lies in the database that it is about: who can write there can forge it. The command verify-audit, run elsewhere, cannot be fooled so.</remarks>
public sealed class AuditVerification
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required DateTimeOffset At { get; init; }

    /// <summary>Empty for the daily one.</summary>
    public required Guid ById { get; init; }

    public required long Verified { get; init; }

    public AuditDamageKind? Damage { get; init; }

    public long? DamagedSequence { get; init; }

    public Guid? DamagedEntryId { get; init; }

    public DateTimeOffset? DamagedAt { get; init; }

    public required int Unsealed { get; init; }

    public DateTimeOffset? UnsealedSince { get; init; }

    public required int Late { get; init; }

    public required AnchorState Anchors { get; init; }

    public long? AnchorSequence { get; init; }

    public DateTimeOffset? AnchorAt { get; init; }

    /// <summary>When a restore was accepted last.</summary>
    public DateTimeOffset? RestoredAt { get; init; }

    public bool IsFine => Damage is null && Anchors != AnchorState.Untrusted;

    public static AuditVerification Of(AuditVerdict verdict, Guid byId, DateTimeOffset at) => new()
    {
        At = at,
        ById = byId,
        Verified = verdict.Verified,
        Damage = verdict.Damage?.Kind,
        DamagedSequence = verdict.Damage?.Sequence,
        DamagedEntryId = verdict.Damage?.EntryId,
        DamagedAt = verdict.Damage?.At,
        Unsealed = verdict.Unsealed,
        UnsealedSince = verdict.UnsealedSince,
        Late = verdict.Late,
        Anchors = verdict.Anchors.State,
        AnchorSequence = verdict.Anchors.Sequence,
        AnchorAt = verdict.Anchors.At,
        RestoredAt = verdict.Anchors.RestoredAt,
    };
}

internal sealed class AuditVerificationConfiguration : IEntityTypeConfiguration<AuditVerification>
{
    public void Configure(EntityTypeBuilder<AuditVerification> builder) => builder.HasIndex(v => v.At);
}
