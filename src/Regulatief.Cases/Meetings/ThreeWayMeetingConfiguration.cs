using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.Meetings;

internal sealed class ThreeWayMeetingConfiguration : IEntityTypeConfiguration<ThreeWayMeeting>
{
    public void Configure(EntityTypeBuilder<ThreeWayMeeting> builder)
    {
        builder.HasOne(m => m.Case).WithMany().HasForeignKey(m => m.CaseId);
        builder.HasOne<VolunteerLeaving>().WithMany().HasForeignKey(m => m.LeavingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(m => new { m.Status, m.PlannedOn });
        builder.Ignore(m => m.OpenProposal).Ignore(m => m.LastAgreed);
        builder.OwnsOne(m => m.Agreed, Time);
        builder.OwnsMany(m => m.Proposals, proposal =>
        {
            proposal.ToTable("MeetingProposals").WithOwner().HasForeignKey(p => p.MeetingId);
            proposal.HasKey(p => p.Id);
            proposal.Property(p => p.Id).ValueGeneratedNever();
            proposal.Ignore(p => p.IsOpen);
            proposal.Property(p => p.Reason).HasMaxLength(MeetingProposal.MaxReason);
            proposal.OwnsOne(p => p.Time, Time);
            proposal.OwnsMany(p => p.Yes, yes =>
            {
                yes.ToTable("MeetingAnswers").WithOwner().HasForeignKey("MeetingProposalId");
                yes.HasKey(y => y.Id);
                yes.Property(y => y.Id).ValueGeneratedNever();
            });
        });

        static void Time<TOwner>(OwnedNavigationBuilder<TOwner, MeetingTime> time) where TOwner : class
        {
            time.Property(t => t.PlaceInWords).HasMaxLength(MeetingTime.MaxPlace);
            time.Ignore(t => t.EndsAt).Ignore(t => t.On);
        }
    }
}
