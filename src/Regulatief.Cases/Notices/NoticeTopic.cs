namespace Regulatief.Cases.Notices;

/// <summary>What notices are about, as people choose by which way they hear of it.</summary>
public enum NoticeTopic
{
    Tasks,
    Signals,
    Agreements,

    /// <summary>When one meets, and asking for contact or support.</summary>
    Meetings,

    /// <summary>Who leads a case, or covers, and that one ended.</summary>
    Cases,

    /// <summary>Who stands beside whom, and may.</summary>
    Volunteers,

    /// <summary>Who looks in, accounts, rights and terms.</summary>
    Access,
}

public static class NoticeTopics
{
    public static NoticeTopic TopicOf(NoticeKind kind) => kind switch
    {
        NoticeKind.TaskReminder or NoticeKind.TaskEscalated or NoticeKind.TaskLate or NoticeKind.NobodyThere or NoticeKind.ExtensionAsked or NoticeKind.ExtensionDecided
            or NoticeKind.TaskAssigned or NoticeKind.TaskTakenAway or NoticeKind.EvaluationAsked or NoticeKind.OwnReminder => NoticeTopic.Tasks,
        NoticeKind.SignalShared or NoticeKind.SignalReminder or NoticeKind.AcuteDanger or NoticeKind.DangerPickedUp or NoticeKind.SignalPickedUp or NoticeKind.ExceptionInvoked
            => NoticeTopic.Signals,
        NoticeKind.AgreementToSign or NoticeKind.AgreementWithdrawn or NoticeKind.AgreementRefused or NoticeKind.AgreementEnding or NoticeKind.AgreementEnded => NoticeTopic.Agreements,
        NoticeKind.MeetingProposed or NoticeKind.MeetingAgreed or NoticeKind.MeetingCalledOff or NoticeKind.ContactAnswered or NoticeKind.SupportAsked or NoticeKind.SupportLate
            or NoticeKind.SupportAnswered or NoticeKind.ContactTakenBack => NoticeTopic.Meetings,
        NoticeKind.CaseStopped or NoticeKind.CaseAssigned or NoticeKind.HandoverAsked or NoticeKind.HandoverUnanswered or NoticeKind.HandoverAccepted or NoticeKind.HandoverDeclined
            or NoticeKind.HandoverEnded or NoticeKind.ProfessionalComing or NoticeKind.CoverNamed or NoticeKind.CoverEnded or NoticeKind.ClientCorrected => NoticeTopic.Cases,
        NoticeKind.VolunteerLeaves or NoticeKind.DeclarationEnding or NoticeKind.OwnDeclarationEnding or NoticeKind.MatchAsked or NoticeKind.MatchAnswered or NoticeKind.MatchLate
            or NoticeKind.MatchEnded or NoticeKind.MatchPaired or NoticeKind.OwnMatchMeeting or NoticeKind.OwnMatchEnded or NoticeKind.OwnMatchPaired or NoticeKind.FirstMeeting
            or NoticeKind.VolunteerThanked or NoticeKind.OnlyContactLeaves or NoticeKind.LeavingMoved or NoticeKind.LeavingTakenBack or NoticeKind.SuccessorFellOut
            or NoticeKind.SuccessionAsked or NoticeKind.SuccessionChanged or NoticeKind.SuccessionBegun or NoticeKind.SuccessionEnded => NoticeTopic.Volunteers,
        NoticeKind.DefinitionKeptAsDraft or NoticeKind.AuditDamaged or NoticeKind.LooksAskedAbout or NoticeKind.LooksExplained or NoticeKind.BreakGlassTaken or NoticeKind.LookedInto
            or NoticeKind.AccessGiven or NoticeKind.FactorTakenAway or NoticeKind.RoleChanged or NoticeKind.AccountReopened or NoticeKind.AccountInvited or NoticeKind.ErasureProposed
            or NoticeKind.RetentionToReview or NoticeKind.ClientCodeGiven or NoticeKind.ClientAccountClosed => NoticeTopic.Access,
        _ => throw new InvalidOperationException($"Notices of kind {kind} have no topic; expected one here for each kind."),
    };
}
