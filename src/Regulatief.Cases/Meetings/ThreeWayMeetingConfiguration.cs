using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Meetings;

internal sealed class ThreeWayMeetingConfiguration : IEntityTypeConfiguration<ThreeWayMeeting>
{
    public void Configure(EntityTypeBuilder<ThreeWayMeeting> builder)
    {
        builder.HasOne(m => m.Case).WithMany().HasForeignKey(m => m.CaseId);
        builder.HasIndex(m => new { m.Status, m.PlannedOn });
    }
}
