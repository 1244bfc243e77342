using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Audit;

/// <summary>One link of the chain over the audit log: the place of one row, and a hash of it and of all rows before it. Append-only.</summary>
/// <remarks>ADR 0012 says what is hashed; <see cref="AuditEncoding"/> does it.</remarks>
public sealed class AuditSeal
{
    /// <summary>1, 2, 3 and on, without a gap.</summary>
    public required long Sequence { get; init; }

    public required Guid EntryId { get; init; }

    /// <summary>When the entry says that it was: so that what was removed can still be told.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Random, so that what the entry's detail said cannot be guessed from its hash.</summary>
    public required byte[] Salt { get; init; }

    /// <summary>Of the salt and the entry's detail.</summary>
    public required byte[] PayloadHash { get; init; }

    /// <summary>Of the hash before it, the sequence, the entry's other columns and the payload's hash.</summary>
    public required byte[] Hash { get; init; }
}

internal sealed class AuditSealConfiguration : IEntityTypeConfiguration<AuditSeal>
{
    public void Configure(EntityTypeBuilder<AuditSeal> builder)
    {
        builder.ToTable(table => table.HasTrigger("AuditSeals_AppendOnly"));
        builder.HasKey(s => s.Sequence);
        builder.Property(s => s.Sequence).ValueGeneratedNever();
        builder.HasIndex(s => s.EntryId).IsUnique();
        builder.Property(s => s.Salt).HasMaxLength(AuditEncoding.SaltBytes);
        builder.Property(s => s.PayloadHash).HasMaxLength(AuditEncoding.HashBytes);
        builder.Property(s => s.Hash).HasMaxLength(AuditEncoding.HashBytes);
    }
}
