using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.SafetyChecks;

internal sealed class SafetyCheckConfiguration : IEntityTypeConfiguration<SafetyCheck>
{
    public void Configure(EntityTypeBuilder<SafetyCheck> builder) => builder.HasIndex(c => new { c.CaseId, c.DecidedAt });
}
