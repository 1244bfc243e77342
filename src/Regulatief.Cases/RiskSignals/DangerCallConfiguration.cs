using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.RiskSignals;

internal sealed class DangerCallConfiguration : IEntityTypeConfiguration<DangerCall>
{
    public void Configure(EntityTypeBuilder<DangerCall> builder)
    {
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasOne(c => c.Case).WithMany().HasForeignKey(c => c.CaseId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(c => c.RiskSignalId);
        // Every page asks for those that are open, which are few.
        builder.HasIndex(c => c.AcknowledgedAt);
        builder.OwnsMany(c => c.People, person =>
        {
            person.ToTable("CalledPersons").WithOwner().HasForeignKey("DangerCallId");
            person.Property(p => p.Id).ValueGeneratedNever();
        });
    }
}
