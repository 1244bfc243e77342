using Regulatief.Cases.Cases;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.TaskDivisions;

/// <summary>Who does what, per goal of the plan, and how often one meets (taakverdeling). One per round; an adjustment makes a new one.</summary>
public sealed class TaskDivision
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public required int Round { get; init; }

    public required ContactFrequency VolunteerWithClient { get; init; }

    public required ContactFrequency VolunteerWithProfessional { get; init; }

    public required int MeetingRhythmInWeeks { get; init; }

    public required DateOnly EvaluateFrom { get; init; }

    public required LocationType Location { get; init; }

    /// <summary>In words; null when the project's own rules suffice.</summary>
    public string? SharedVision { get; init; }

    public int? BudgetInCents { get; init; }

    public required DateTimeOffset AgreedAt { get; init; }

    public required Guid RecordedById { get; init; }

    public List<DividedTask> Tasks { get; init; } = [];

    /// <summary>Who works on a goal, seen from its tasks: a goal wants both volunteer and professional.</summary>
    public static GoalCoverage CoverageOf(IReadOnlyCollection<TaskOwner> owners)
    {
        if (owners.Count == 0) return GoalCoverage.Nobody;
        var isShared = owners.Contains(TaskOwner.Together) || (owners.Contains(TaskOwner.Volunteer) && owners.Contains(TaskOwner.Professional));
        return isShared ? GoalCoverage.BothSides : GoalCoverage.OneSide;
    }
}

public enum GoalCoverage
{
    Nobody,

    /// <summary>Only the volunteer, only the professional, or neither beside the client.</summary>
    OneSide,
    BothSides,
}

/// <summary>One task under a goal.</summary>
public sealed class DividedTask
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required GoalId GoalId { get; init; }

    public required string Description { get; init; }

    public required TaskOwner Owner { get; init; }

    public int Order { get; init; }
}

public enum TaskOwner
{
    Client,
    Volunteer,
    Professional,

    /// <summary>Shared responsibility.</summary>
    Together,
}

/// <summary>So many times per period.</summary>
public sealed record ContactFrequency(int Times, FrequencyPeriod Per);

public enum FrequencyPeriod
{
    Week,
    TwoWeeks,
    Month,
    Quarter,
}
