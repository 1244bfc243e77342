namespace Regulatief.Cases.Cases;

/// <summary>A goal of the supervision plan (toezichtsplan).</summary>
public sealed class Goal
{
    public GoalId Id { get; init; } = GoalId.New();

    public required CaseId CaseId { get; init; }

    public required string Text { get; set; }

    public required GoalKind Kind { get; set; }

    public required LifeDomain LifeDomain { get; set; }

    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>Null while it is worked on.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <exception cref="CaseRuleException"><c>goal-already-ended</c>.</exception>
    public void End(DateTimeOffset at) => EndedAt = EndedAt is null ? at : throw new CaseRuleException("goal-already-ended");
}

/// <summary>What goals aim at, most named first in the research.</summary>
public enum GoalKind
{
    SocialInclusion,
    PsychologicalCapital,
    RiskAndProtectiveFactors,
    Continuity,
}

/// <summary>Leefgebied.</summary>
public enum LifeDomain
{
    Housing,
    WorkAndEducation,
    Finances,
    RelationsAndFamily,
    FriendsAndLeisure,
    HealthAndWellBeing,
    SubstanceUse,
    AttitudeAndSkills,
}
