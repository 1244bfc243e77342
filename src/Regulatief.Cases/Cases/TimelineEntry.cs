namespace Regulatief.Cases.Cases;

/// <summary>Something that happened in a trajectory, as its people tell it to each other (tijdlijn). Written with what it tells of.</summary>
public sealed class TimelineEntry
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public required TimelineKind Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The account that did it; empty for the system.</summary>
    public required Guid ById { get; init; }

    /// <summary>The row it is about: the meeting, the agreement, the signal. A signal's entries are shown only to whom the signal is.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>The reason given, or the task's title; null when the kind says all.</summary>
    public string? Note { get; init; }
}

public enum TimelineKind
{
    CaseOpened,
    IntakeDone,
    InclusionDecided,
    VolunteerMatched,
    NoVolunteerFound,
    TaskCompleted,
    TaskDivisionAgreed,
    AgreementProposed,
    AgreementSigned,
    AgreementInForce,
    AgreementRefused,
    AgreementWithdrawn,
    AgreementEnded,

    /// <summary>All said yes to a time.</summary>
    MeetingAgreed,

    /// <summary>All said yes to another time than was agreed; the note is why.</summary>
    MeetingMoved,
    MeetingCalledOff,
    MeetingHeld,
    MeetingMissed,
    EvaluationHeld,
    RoundStarted,

    /// <summary>The case goes on in another version of its cycle; the note is its number.</summary>
    CycleVersionChanged,
    SignalShared,
    SignalClosed,
    VolunteerLeaves,
    VolunteerReplaced,

    /// <summary>The day on which a volunteer stops is another one; the note is why.</summary>
    LeavingMoved,

    /// <summary>The volunteer stays; the note is why.</summary>
    LeavingTakenBack,

    /// <summary>Somebody takes over from a volunteer who leaves.</summary>
    SuccessorFound,
    ProfessionalReplaced,
    GoalAdded,
    GoalEnded,
    EvaluationAsked,
    Paused,
    Resumed,
    Stopped,
    Reopened,
    Escalated,

    /// <summary>A task has a later last day; the note is why.</summary>
    TermExtended,
    Closed,
}
