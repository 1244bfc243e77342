using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Notices;

/// <summary>Something a person is told in their worklist; holds ids, never content.</summary>
public sealed class Notice
{
    /// <summary>Counted from when it was read: long enough to look it up again, and the case tells it longer.</summary>
    public static readonly TimeSpan RetainFor = TimeSpan.FromDays(30);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid AccountId { get; init; }

    public required NoticeKind Kind { get; init; }

    public CaseId? CaseId { get; init; }

    public Guid? SubjectId { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? ReadAt { get; set; }
}

public enum NoticeKind
{
    TaskReminder,
    TaskEscalated,
    SignalShared,
    SignalReminder,
    ExceptionInvoked,
    AgreementToSign,
    AgreementWithdrawn,
    AgreementRefused,
    VolunteerLeaves,
    EvaluationAsked,
    CaseStopped,
    CaseAssigned,
    DefinitionKeptAsDraft,
}
