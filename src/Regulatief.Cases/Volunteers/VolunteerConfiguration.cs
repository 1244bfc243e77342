using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Volunteers;

internal sealed class VolunteerConfiguration : IEntityTypeConfiguration<Volunteer>
{
    public void Configure(EntityTypeBuilder<Volunteer> builder)
    {
        builder.HasIndex(v => v.AccountId).IsUnique();
        builder.Property(v => v.Languages).HasMaxLength(Volunteer.MaxLine);
        builder.Property(v => v.Wishes).HasMaxLength(Volunteer.MaxWords);
        builder.Property(v => v.Training).HasMaxLength(Volunteer.MaxWords);
        builder.Property(v => v.ConductDeclarationNumber).HasMaxLength(Volunteer.MaxLine);
    }
}

internal sealed class VolunteerAssignmentConfiguration : IEntityTypeConfiguration<VolunteerAssignment>
{
    public void Configure(EntityTypeBuilder<VolunteerAssignment> builder)
    {
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.AskedBy).HasMaxLength(VolunteerAssignment.MaxAskedBy);
        builder.HasIndex(a => a.VolunteerId);
    }
}

internal sealed class VolunteerActivityConfiguration : IEntityTypeConfiguration<VolunteerActivity>
{
    public void Configure(EntityTypeBuilder<VolunteerActivity> builder) => builder.HasIndex(a => new { a.CaseId, a.On });
}

internal sealed class VolunteerHandoverConfiguration : IEntityTypeConfiguration<VolunteerHandover>
{
    public void Configure(EntityTypeBuilder<VolunteerHandover> builder) => builder.HasIndex(h => h.CaseId);
}
