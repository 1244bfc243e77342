using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Escalations;

internal sealed class EscalationConfiguration : IEntityTypeConfiguration<Escalation>
{
    public void Configure(EntityTypeBuilder<Escalation> builder)
    {
        // A late task is escalated once: a second attempt finds the first one's row.
        builder.HasIndex(e => e.TaskId).IsUnique();
        builder.HasIndex(e => new { e.ToAccountId, e.HandledAt });
        builder.HasOne(e => e.Case).WithMany().HasForeignKey(e => e.CaseId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(e => e.Task).WithMany().HasForeignKey(e => e.TaskId);
    }
}
