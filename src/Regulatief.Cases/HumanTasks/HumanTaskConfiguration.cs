using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.HumanTasks;

internal sealed class HumanTaskConfiguration : IEntityTypeConfiguration<HumanTask>
{
    public void Configure(EntityTypeBuilder<HumanTask> builder)
    {
        builder.HasOne(t => t.Case).WithMany().HasForeignKey(t => t.CaseId);
        builder.HasIndex(t => new { t.CaseId, t.Status });
        builder.HasIndex(t => new { t.Status, t.Role, t.DueOn });
        builder.HasIndex(t => t.BookmarkId);
        // Most tasks follow no signal, and cost nothing here.
        builder.HasOne(t => t.RiskSignal).WithMany().HasForeignKey(t => t.RiskSignalId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(t => t.RiskSignalId).HasFilter("\"RiskSignalId\" IS NOT NULL");
    }
}
