using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Escalations;

internal sealed class EscalationConfiguration : IEntityTypeConfiguration<Escalation>
{
    public void Configure(EntityTypeBuilder<Escalation> builder)
    {
        // Raised once each time: a second attempt finds the first one's row.
        builder.HasIndex(e => new { e.SubjectId, e.Generation }).IsUnique();
        builder.HasIndex(e => new { e.ToAccountId, e.EndedAt });
        // Asked by each look at the program's health.
        builder.HasIndex(e => new { e.Rung, e.EndedAt });
        builder.HasOne(e => e.Case).WithMany().HasForeignKey(e => e.CaseId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(e => e.Task).WithMany().HasForeignKey(e => e.TaskId);
        builder.Ignore(e => e.IsOpen);
    }
}
