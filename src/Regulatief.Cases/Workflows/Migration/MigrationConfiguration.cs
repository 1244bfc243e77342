using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Workflows.Migration;

internal sealed class MigrationBatchConfiguration : IEntityTypeConfiguration<MigrationBatch>
{
    public void Configure(EntityTypeBuilder<MigrationBatch> builder)
    {
        builder.ToTable("MigrationBatches");
        builder.Property(b => b.Id).ValueGeneratedNever();
        builder.Property(b => b.DefinitionId).HasMaxLength(100);
        builder.HasIndex(b => b.DefinitionId);
        builder.Ignore(b => b.Plan);
    }
}

internal sealed class MigratingCaseConfiguration : IEntityTypeConfiguration<MigratingCase>
{
    public void Configure(EntityTypeBuilder<MigratingCase> builder)
    {
        builder.ToTable("MigratingCases");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasIndex(c => new { c.BatchId, c.Outcome });
        builder.HasIndex(c => c.CaseId);
        builder.Ignore(c => c.Refusals);
    }
}
