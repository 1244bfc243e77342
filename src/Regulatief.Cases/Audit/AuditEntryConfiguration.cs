using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Accounts;

namespace Regulatief.Cases.Audit;

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable(table => table.HasTrigger("AuditEntries_AppendOnly"));
        builder.HasIndex(e => e.At);
        builder.HasIndex(e => new { e.CaseId, e.At });
        builder.HasIndex(e => new { e.Kind, e.At });
        builder.HasIndex(e => new { e.ActorId, e.At });
        builder.HasIndex(e => new { e.Action, e.At });
        builder.Property(e => e.Address).HasMaxLength(Session.MaxAddress);
        builder.Property(e => e.Action).HasMaxLength(100);
        builder.Property(e => e.SubjectType).HasMaxLength(100);
    }
}
