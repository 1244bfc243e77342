using Regulatief.Cases.Cases;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.Evaluations;

public sealed class EvaluationAnswers
{
    public DateOnly? HeldOn { get; set; }

    /// <summary>One for each goal that is worked on.</summary>
    public List<GoalProgressAnswer> Goals { get; set; } = [];

    /// <summary>The client's own answer, 1 to 10.</summary>
    public int? QualityOfLife { get; set; }

    public string? ClientsWords { get; set; }

    /// <summary>1 to 5, as are the other ratings.</summary>
    public int? RelationWithVolunteer { get; set; }

    public bool? IsOnlyContact { get; set; }

    /// <summary>Each of the five, once.</summary>
    public List<ConditionAnswer> Conditions { get; set; } = [];

    public List<VolunteerActivityCategory> ActivitiesByClient { get; set; } = [];

    public List<VolunteerActivityCategory> ActivitiesByVolunteer { get; set; } = [];

    public List<VolunteerActivityCategory> ActivitiesByProfessional { get; set; } = [];

    public int? ClientSatisfaction { get; set; }

    public int? VolunteerSatisfaction { get; set; }

    public int? ProfessionalSatisfaction { get; set; }

    public CooperationForm? CooperationForm { get; set; }

    /// <summary>Asked when another form than the goal-directed one is chosen.</summary>
    public string? CooperationFormReason { get; set; }

    public EvaluationConclusion? Conclusion { get; set; }

    public string? ConclusionReason { get; set; }
}

public sealed class GoalProgressAnswer
{
    public Guid GoalId { get; set; }

    /// <summary>1 (moved away) to 5 (reached).</summary>
    public int? Progress { get; set; }

    public string? Note { get; set; }
}

public sealed class ConditionAnswer
{
    public CooperationCondition Condition { get; set; }

    public int? ByVolunteer { get; set; }

    public int? ByProfessional { get; set; }
}
