using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Evaluations;

internal sealed class EvaluationConfiguration : IEntityTypeConfiguration<Evaluation>
{
    public void Configure(EntityTypeBuilder<Evaluation> builder)
    {
        builder.HasIndex(e => e.CaseId);
        builder.OwnsMany(e => e.Goals, goal => goal.ToTable("GoalProgress").Property(g => g.Id).ValueGeneratedNever());
        builder.OwnsMany(e => e.Conditions, condition => condition.ToTable("ConditionRatings").Property(c => c.Id).ValueGeneratedNever());
        builder.OwnsMany(e => e.Activities, activity => activity.ToTable("NamedActivities").Property(a => a.Id).ValueGeneratedNever());
    }
}
