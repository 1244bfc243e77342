using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.RiskSignals;

internal sealed class RiskSignalConfiguration : IEntityTypeConfiguration<RiskSignal>
{
    public void Configure(EntityTypeBuilder<RiskSignal> builder)
    {
        builder.HasOne(s => s.Case).WithMany().HasForeignKey(s => s.CaseId);
        builder.HasOne(s => s.Volunteer).WithMany().HasForeignKey(s => s.VolunteerId).OnDelete(DeleteBehavior.Restrict);
        builder.OwnsMany(s => s.Discussions, discussion =>
        {
            discussion.ToTable("SignalDiscussions").WithOwner().HasForeignKey(d => d.RiskSignalId);
            discussion.Property(d => d.Id).ValueGeneratedNever();
        });
        builder.OwnsMany(s => s.FailedAttempts, attempt =>
        {
            attempt.ToTable("DiscussionAttempts").WithOwner().HasForeignKey(a => a.RiskSignalId);
            attempt.Property(a => a.Id).ValueGeneratedNever();
        });
        builder.HasMany(s => s.Disclosures).WithOne().HasForeignKey(d => d.RiskSignalId);
    }
}

internal sealed class DisclosureConfiguration : IEntityTypeConfiguration<Disclosure>
{
    public void Configure(EntityTypeBuilder<Disclosure> builder)
    {
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.HasIndex(d => new { d.RiskSignalId, d.Recipient });
        builder.OwnsMany(d => d.People, person =>
        {
            person.ToTable("DisclosedPersons").WithOwner().HasForeignKey("DisclosureId");
            person.Property(p => p.Id).ValueGeneratedNever();
        });
    }
}

internal sealed class ExceptionReviewConfiguration : IEntityTypeConfiguration<ExceptionReview>
{
    public void Configure(EntityTypeBuilder<ExceptionReview> builder)
    {
        builder.HasOne(r => r.Disclosure).WithMany().HasForeignKey(r => r.DisclosureId);
        builder.HasIndex(r => r.ReviewedAt);
    }
}
