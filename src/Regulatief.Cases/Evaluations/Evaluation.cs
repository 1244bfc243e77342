using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Evaluations;

/// <summary>How it goes, from each party, and what next (evaluatie).</summary>
public sealed class Evaluation
{
    public EvaluationId Id { get; init; } = EvaluationId.New();

    public required CaseId CaseId { get; init; }

    public required int Round { get; init; }

    public required DateOnly HeldOn { get; init; }

    /// <summary>The client's own answer, 1 to 10.</summary>
    public required int QualityOfLife { get; init; }

    /// <summary>How the client rates the relation with the volunteer, 1 to 5.</summary>
    public required int RelationWithVolunteer { get; init; }

    /// <summary>In the client's words.</summary>
    public required string ClientsWords { get; set; }

    /// <summary>The client's word: the volunteer is the only social contact.</summary>
    public required bool IsOnlyContact { get; init; }

    /// <summary>1 to 5, each.</summary>
    public required int ClientSatisfaction { get; init; }

    public required int VolunteerSatisfaction { get; init; }

    public required int ProfessionalSatisfaction { get; init; }

    /// <summary>The form of cooperation as reconsidered.</summary>
    public required CooperationForm CooperationForm { get; init; }

    public required EvaluationConclusion Conclusion { get; init; }

    public required string ConclusionReason { get; set; }

    public required Guid RecordedById { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public List<GoalProgress> Goals { get; init; } = [];

    public List<ConditionRating> Conditions { get; init; } = [];

    public List<NamedActivity> Activities { get; init; } = [];

    /// <summary>Leaves the figures that reports count. Needs <see cref="Goals"/> loaded: they go, with what was noted to them.</summary>
    public void Erase()
    {
        (ClientsWords, ConclusionReason) = ("", "");
        Goals.Clear();
    }
}

public enum EvaluationConclusion
{
    NextRound,
    Adjust,
    Close,
}

public sealed class GoalProgress
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required GoalId GoalId { get; init; }

    /// <summary>1 (moved away) to 5 (reached).</summary>
    public required int Progress { get; init; }

    public string? Note { get; init; }
}

/// <summary>How volunteer or professional rates one of the five conditions for good cooperation, 1 to 5.</summary>
public sealed class ConditionRating
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CooperationCondition Condition { get; init; }

    /// <summary><see cref="CaseRole.Volunteer"/> or <see cref="CaseRole.Professional"/>.</summary>
    public required CaseRole By { get; init; }

    public required int Score { get; init; }
}

/// <summary>Bosker e.a., 2020.</summary>
public enum CooperationCondition
{
    SharedVision,
    EqualityAndRespect,
    ClearTaskDivision,
    GoodInformationExchange,
    UseOfEachOthersExpertise,
}

/// <summary>An activity that a party says took place.</summary>
public sealed class NamedActivity
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Volunteers.VolunteerActivityCategory Category { get; init; }

    public required CaseRole By { get; init; }
}
