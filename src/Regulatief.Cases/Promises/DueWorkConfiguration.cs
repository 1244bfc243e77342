using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Promises;

internal sealed class DueWorkConfiguration : IEntityTypeConfiguration<DueWork>
{
    public void Configure(EntityTypeBuilder<DueWork> builder)
    {
        builder.Property(w => w.Id).ValueGeneratedNever();
        // Its subject first: what is asked about a subject is asked by it alone.
        builder.HasIndex(w => new { w.SubjectId, w.Kind, w.Generation }).IsUnique();
        builder.Property(w => w.Failure).HasMaxLength(DueWork.MaxFailure);
        // The sweep seeks what is due. Any other column before it would have it read all that is not: SQLite uses no index for NOT.
        builder.HasIndex(w => w.DueAt);
        builder.HasIndex(w => w.CaseId);
    }
}
