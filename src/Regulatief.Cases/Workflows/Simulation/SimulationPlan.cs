using Regulatief.Cases.Accounts;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Workflows.Simulation;

/// <summary>How a simulated case is lived.</summary>
/// <param name="From">The first day, in Amsterdam; the case opens at nine.</param>
/// <param name="Days">How many days are looked at.</param>
/// <param name="IsRandom">Whether people and events come at seeded random, late too; else each task is done at noon of its last day, by its first outcome,
/// and no event comes.</param>
/// <param name="Outcomes">What an activity ends with at its first, second, ... time, by activity id; the last one from then on. An empty one
/// leaves it to the rest of the plan. Goes before the others.</param>
public sealed record SimulationPlan(DateOnly From, int Days, int Seed, bool IsRandom, ILookup<string, string> Outcomes)
{
    /// <summary>What terms are counted by.</summary>
    public WorkingCalendar Calendar { get; init; } = WorkingCalendar.OfLaw;
}

/// <summary>What the case would have seen, in order.</summary>
/// <param name="Waiting">Ids of the activities at which it still waits at the end.</param>
/// <param name="IsCut">Whether it was stopped before its last day, because it never came to rest.</param>
public sealed record SimulatedCase(IReadOnlyList<SimulatedMoment> Moments, IReadOnlyList<string> Waiting, bool IsCut);

/// <param name="At">UTC.</param>
/// <param name="ActivityId">Null when it is of no activity.</param>
/// <param name="What">A title, phase, reason, event or number, as the definition has it; empty when the kind says it all.</param>
public sealed record SimulatedMoment(DateTimeOffset At, SimulatedKind Kind, string? ActivityId, string What)
{
    /// <summary>Whose task was opened; null for the rest.</summary>
    public AccountRole? Role { get; init; }

    /// <summary>Until when a task runs, or for when something is planned; null for the rest.</summary>
    public DateOnly? On { get; init; }

    /// <summary>What a task ended with; null for the rest.</summary>
    public string? Outcome { get; init; }
}

public enum SimulatedKind
{
    PhaseEntered,
    TaskOpened,
    TaskReminded,
    TaskEscalated,
    TaskDone,
    TaskCancelled,
    MeetingPlanned,
    FollowUpPlanned,
    WaitOver,
    EventCame,
    CoordinatorTold,
    OutsideAsked,
    RoundBegun,
    CaseClosed,
    Incident,
    Ended,
}
