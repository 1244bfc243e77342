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
