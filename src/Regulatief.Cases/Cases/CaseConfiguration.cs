using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Cases;

internal sealed class CaseConfiguration : IEntityTypeConfiguration<Case>
{
    public void Configure(EntityTypeBuilder<Case> builder)
    {
        builder.HasIndex(c => c.Number).IsUnique();
        builder.HasIndex(c => c.ProfessionalId);
        builder.HasIndex(c => new { c.ProjectId, c.Phase });
        builder.HasMany(c => c.Goals).WithOne().HasForeignKey(g => g.CaseId);
        builder.HasMany(c => c.Assignments).WithOne().HasForeignKey(a => a.CaseId);
        builder.Ignore(c => c.CurrentAssignment);
        builder.Ignore(c => c.GoalsWorkedOn);
    }
}

internal sealed class CaseHandoverConfiguration : IEntityTypeConfiguration<CaseHandover>
{
    public void Configure(EntityTypeBuilder<CaseHandover> builder)
    {
        builder.HasIndex(h => new { h.CaseId, h.Status });
        builder.HasIndex(h => new { h.ToId, h.Status });
        builder.HasIndex(h => h.AskedById);
        builder.Property(h => h.Text).HasMaxLength(CaseHandover.MaxText);
        builder.Property(h => h.DeclineReason).HasMaxLength(CaseHandover.MaxReason);
        builder.HasOne(h => h.Case).WithMany().HasForeignKey(h => h.CaseId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CaseAccessConfiguration : IEntityTypeConfiguration<CaseAccess>
{
    public void Configure(EntityTypeBuilder<CaseAccess> builder)
    {
        // Asked for each request of a person, and for each case that is shown with who sees it.
        builder.HasIndex(a => new { a.AccountId, a.EndedAt });
        builder.HasIndex(a => new { a.CaseId, a.Kind });
        // What was taken, newest first, for who reviews it.
        builder.HasIndex(a => new { a.Kind, a.From });
        builder.Property(a => a.Reason).HasMaxLength(2000);
        builder.Property(a => a.ReviewRemarks).HasMaxLength(4000);
        builder.HasOne(a => a.Case).WithMany().HasForeignKey(a => a.CaseId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class GoalConfiguration : IEntityTypeConfiguration<Goal>
{
    public void Configure(EntityTypeBuilder<Goal> builder) => builder.Property(g => g.Id).ValueGeneratedNever();
}

internal sealed class TimelineEntryConfiguration : IEntityTypeConfiguration<TimelineEntry>
{
    public void Configure(EntityTypeBuilder<TimelineEntry> builder)
    {
        builder.ToTable("Timeline");
        builder.HasIndex(e => new { e.CaseId, e.At });
    }
}
