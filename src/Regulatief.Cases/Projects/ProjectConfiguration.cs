using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Projects;

internal sealed class ProjectConfiguration : IEntityTypeConfiguration<Project>
{
    public void Configure(EntityTypeBuilder<Project> builder)
    {
        builder.HasMany(p => p.Coordinators).WithOne().HasForeignKey(c => c.ProjectId);
        builder.Property(p => p.WorkflowDefinitionId).HasMaxLength(100);
    }
}

internal sealed class ProjectCoordinatorConfiguration : IEntityTypeConfiguration<ProjectCoordinator>
{
    public void Configure(EntityTypeBuilder<ProjectCoordinator> builder)
    {
        builder.HasKey(c => new { c.ProjectId, c.AccountId });
        builder.HasIndex(c => c.AccountId);
    }
}
