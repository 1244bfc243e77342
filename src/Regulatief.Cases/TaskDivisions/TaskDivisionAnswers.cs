using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.TaskDivisions;

public sealed class TaskDivisionAnswers : IHasRows
{
    /// <summary>Goals that the plan has and the case had not; one without a text was not filled in.</summary>
    public List<NewGoalAnswer> NewGoals { get; set; } = [];

    /// <summary>One without description and owner was not filled in.</summary>
    public List<DividedTaskAnswer> Tasks { get; set; } = [];

    public string? SharedVision { get; set; }

    public int? ClientContactTimes { get; set; }

    public FrequencyPeriod? ClientContactPer { get; set; }

    public int? ProfessionalContactTimes { get; set; }

    public FrequencyPeriod? ProfessionalContactPer { get; set; }

    public int? MeetingRhythmInWeeks { get; set; }

    public DateOnly? FirstMeetingOn { get; set; }

    public DateOnly? EvaluateFrom { get; set; }

    public LocationType? Location { get; set; }

    public ContactRoute? ContactRoute { get; set; }

    public decimal? BudgetInEuros { get; set; }

    public bool ClientAgrees { get; set; }

    public bool VolunteerAgrees { get; set; }

    public bool ProfessionalAgrees { get; set; }

    public IEnumerable<NewGoalAnswer> FilledGoals() => NewGoals.Where(g => !string.IsNullOrWhiteSpace(g.Text));

    public IEnumerable<DividedTaskAnswer> FilledTasks() => Tasks.Where(t => t.IsFilled());

    /// <summary>The owners of the tasks under a goal, as filled in so far.</summary>
    public List<TaskOwner> OwnersOf(Guid goalId) => [.. FilledTasks().Where(t => t.GoalId == goalId).Select(t => t.Owner).OfType<TaskOwner>().Distinct()];

    public void AddRow() => Tasks.Add(new DividedTaskAnswer());

    public void RemoveRow(int index)
    {
        if (index >= 0 && index < Tasks.Count) Tasks.RemoveAt(index);
    }
}

public sealed class NewGoalAnswer
{
    /// <summary>What the tasks of this form call it by; the goal itself gets an id of its own.</summary>
    public Guid Key { get; set; }

    public string? Text { get; set; }

    public GoalKind? Kind { get; set; }

    public LifeDomain? LifeDomain { get; set; }
}

public sealed class DividedTaskAnswer
{
    /// <summary>A goal of the case, or the key of a new one.</summary>
    public Guid? GoalId { get; set; }

    public string? Description { get; set; }

    public TaskOwner? Owner { get; set; }

    public bool IsFilled() => !string.IsNullOrWhiteSpace(Description) || Owner is not null;
}
