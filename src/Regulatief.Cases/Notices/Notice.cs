using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Notices;

/// <summary>Something a person is told in their worklist; holds ids, never content.</summary>
public sealed class Notice
{
    /// <summary>Counted from when it was read: long enough to look it up again, and the case tells it longer.</summary>
    public static readonly TimeSpan RetainFor = TimeSpan.FromDays(30);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid AccountId { get; init; }

    /// <summary>In which role they are told, of one who has more; null in whichever, as of the account itself.</summary>
    public AccountRole? Role { get; init; }

    public required NoticeKind Kind { get; init; }

    public CaseId? CaseId { get; init; }

    public Guid? SubjectId { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>When a mail was promised that says that there is something to read; null while none was. One is promised once for each notice, whoever reads it; so it is with the others.</summary>
    public DateTimeOffset? MailedAt { get; init; }

    /// <summary>The same of a text.</summary>
    public DateTimeOffset? TextedAt { get; init; }

    /// <summary>The same of devices.</summary>
    public DateTimeOffset? PushedAt { get; init; }
}

public enum NoticeKind
{
    TaskReminder,
    TaskEscalated,

    /// <summary>The own task is late, or that of whom one covers for.</summary>
    TaskLate,

    /// <summary>Something is late and nobody else is there who could act: for an administrator.</summary>
    NobodyThere,

    /// <summary>Whose task it is asks for a later last day.</summary>
    ExtensionAsked,

    /// <summary>They are given a later last day, or not.</summary>
    ExtensionDecided,

    /// <summary>Somebody gave them a task to do.</summary>
    TaskAssigned,

    /// <summary>They work on it no more: it was given to another, or taken back.</summary>
    TaskTakenAway,
    SignalShared,
    SignalReminder,

    /// <summary>Acute danger: told again until somebody acts.</summary>
    AcuteDanger,

    /// <summary>Somebody acts, for who was called.</summary>
    DangerPickedUp,

    /// <summary>The same, for who passed the signal on.</summary>
    SignalPickedUp,
    ExceptionInvoked,
    AgreementToSign,
    AgreementWithdrawn,
    AgreementRefused,

    /// <summary>What the parties agreed ends in some weeks.</summary>
    AgreementEnding,
    AgreementEnded,
    VolunteerLeaves,

    /// <summary>The same where the client has nobody else; for who coordinates.</summary>
    OnlyContactLeaves,

    /// <summary>The day on which a volunteer stops is another one.</summary>
    LeavingMoved,

    /// <summary>The volunteer stays.</summary>
    LeavingTakenBack,

    /// <summary>Who was to take over cannot be paired any more; for who coordinates.</summary>
    SuccessorFellOut,

    /// <summary>For the volunteer who takes over, as the three below.</summary>
    SuccessionAsked,

    /// <summary>The day, or the time of the talk, is another one.</summary>
    SuccessionChanged,
    SuccessionBegun,
    SuccessionEnded,

    /// <summary>The declaration of conduct of a volunteer ends in some weeks, or has ended; for who coordinates.</summary>
    DeclarationEnding,

    /// <summary>The own one, for the volunteer.</summary>
    OwnDeclarationEnding,
    EvaluationAsked,

    /// <summary>Somebody asks to meet at a time: they are to say whether they can be there.</summary>
    MeetingProposed,

    /// <summary>All three can be there.</summary>
    MeetingAgreed,

    /// <summary>It is not at the agreed time, and there is no other yet.</summary>
    MeetingCalledOff,
    CaseStopped,
    CaseAssigned,

    /// <summary>A case is handed over to them, when they say yes.</summary>
    HandoverAsked,
    HandoverUnanswered,
    HandoverAccepted,
    HandoverDeclined,

    /// <summary>It was taken back, or cannot be any more.</summary>
    HandoverEnded,

    /// <summary>To the volunteer of a case that passes to another professional.</summary>
    ProfessionalComing,
    DefinitionKeptAsDraft,

    /// <summary>The daily verification found a row of the audit log that is not as it was sealed, or an anchor that is not ours.</summary>
    AuditDamaged,

    /// <summary>A privacy officer asks why one looked into files.</summary>
    LooksAskedAbout,
    LooksExplained,
    CoverNamed,
    CoverEnded,
    BreakGlassTaken,
    LookedInto,
    AccessGiven,
    FactorTakenAway,
    RoleChanged,
    AccountReopened,

    /// <summary>Somebody was invited, or invited again: with the link one becomes them.</summary>
    AccountInvited,

    /// <summary>A second person is asked to decide on an erasure.</summary>
    ErasureProposed,

    /// <summary>The year's list of what passed its term is to be decided on.</summary>
    RetentionToReview,

    /// <summary>A client was given a code: with it one becomes them.</summary>
    ClientCodeGiven,
    ClientAccountClosed,

    /// <summary>Who leads another case of the same client put right who they are.</summary>
    ClientCorrected,

    /// <summary>What came of one's asking for contact.</summary>
    ContactAnswered,

    /// <summary>Who asked for contact took it back.</summary>
    ContactTakenBack,

    /// <summary>A volunteer asks for support.</summary>
    SupportAsked,

    /// <summary>The same, when nobody answered in time; for managers too.</summary>
    SupportLate,

    /// <summary>For the volunteer.</summary>
    SupportAnswered,

    /// <summary>Of a case, on a day, as one asked oneself.</summary>
    OwnReminder,

    /// <summary>A volunteer is asked to stand beside somebody.</summary>
    MatchAsked,

    /// <summary>What the volunteer or the client said; for who coordinates, as the three below.</summary>
    MatchAnswered,

    /// <summary>The volunteer did not answer in time.</summary>
    MatchLate,

    /// <summary>The question to a volunteer counts no more.</summary>
    MatchEnded,

    /// <summary>Both said yes.</summary>
    MatchPaired,

    /// <summary>For the volunteer who was asked: of whom they meet, and when.</summary>
    OwnMatchMeeting,
    OwnMatchEnded,
    OwnMatchPaired,

    /// <summary>For the client: of who would like to stand beside them.</summary>
    FirstMeeting,

    /// <summary>A volunteer has stood beside a client for a while.</summary>
    VolunteerThanked,
}
