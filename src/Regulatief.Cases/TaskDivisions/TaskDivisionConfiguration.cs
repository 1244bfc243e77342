using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.TaskDivisions;

internal sealed class TaskDivisionConfiguration : IEntityTypeConfiguration<TaskDivision>
{
    public void Configure(EntityTypeBuilder<TaskDivision> builder)
    {
        builder.HasIndex(d => new { d.CaseId, d.AgreedAt });
        builder.ComplexProperty(d => d.VolunteerWithClient);
        builder.ComplexProperty(d => d.VolunteerWithProfessional);
        builder.OwnsMany(d => d.Tasks, task => task.ToTable("DividedTasks").Property(t => t.Id).ValueGeneratedNever());
    }
}
