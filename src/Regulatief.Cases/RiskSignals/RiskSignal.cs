using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Cases.Workflows;

namespace Regulatief.Cases.RiskSignals;

/// <summary>Risk behaviour that a volunteer noticed (risicosignaal). Until it is shared it is the volunteer's: nobody else sees that it exists.</summary>
public sealed class RiskSignal
{
    /// <summary>On how many days a talk must have failed before a coordinator can confirm that the client was not reached.</summary>
    public const int AttemptsNeeded = 2;

    /// <summary>A talk may come first and be noted after it; one that lies longer before the note was about something else.</summary>
    public const int TalkAtMostDaysBefore = 7;

    public RiskSignalId Id { get; init; } = RiskSignalId.New();

    public required CaseId CaseId { get; init; }

    public Case Case { get; init; } = null!;

    public required VolunteerId VolunteerId { get; init; }

    public Volunteer Volunteer { get; init; } = null!;

    /// <summary>The instance that follows this signal; each signal has its own.</summary>
    public WorkflowInstanceId? InstanceId { get; set; }

    public required RiskSignalKind Kind { get; init; }

    /// <summary>What was seen or heard, in the volunteer's words.</summary>
    public required string Observation { get; init; }

    public required DateTimeOffset NotedAt { get; init; }

    /// <summary>How serious it seemed to the volunteer. Null for what was noted before it was asked.</summary>
    public SignalSeverity? Severity { get; init; }

    /// <summary>The day on which it was seen or heard; null likewise.</summary>
    public DateOnly? ObservedOn { get; init; }

    /// <summary>Null when the volunteer does not know, or does not say.</summary>
    public PartOfDay? ObservedIn { get; init; }

    /// <summary>Where, in a few words; null when it was not said.</summary>
    public string? Place { get; init; }

    public RiskSignalStatus Status { get; private set; } = RiskSignalStatus.Noted;

    /// <summary>When it was first discussed; null before. Kept beside <see cref="Discussions"/> for the queries.</summary>
    public DateTimeOffset? DiscussedAt { get; private set; }

    public DateTimeOffset? SharedAt { get; private set; }

    public SharingGround? Ground { get; private set; }

    public DateTimeOffset? AcknowledgedAt { get; private set; }

    public Guid? AcknowledgedById { get; private set; }

    public string? Assessment { get; private set; }

    public DateTimeOffset? AssessedAt { get; private set; }

    public string? Conclusion { get; private set; }

    /// <summary>What was done with it, for its volunteer and for the client where they may know what was passed on; null while it is handled, and for those of before.</summary>
    public string? Feedback { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Withdrawn because the pairing ended before its volunteer had decided about it.</summary>
    public bool EndedWithPairing { get; private set; }

    /// <summary>For a signal shared under an exception: from when the client may see it. Null while the review has not released it.</summary>
    public DateTimeOffset? ReleasedToClientAt { get; private set; }

    /// <summary>The talks with the client about it, oldest first.</summary>
    public List<SignalDiscussion> Discussions { get; init; } = [];

    /// <summary>What the client may know was passed on: one under an exception only once its review released it, also beside others. Needs <see cref="Disclosures"/> loaded.</summary>
    public IEnumerable<Disclosure> DisclosuresKnownToClient() => Disclosures.Where(d => !d.IsException || ReleasedToClientAt is not null);

    /// <summary>What the client said in the latest talk; null before one.</summary>
    public string? ClientsReaction => Discussions.MaxBy(d => d.At)?.ClientsReaction;

    public List<DiscussionAttempt> FailedAttempts { get; init; } = [];

    /// <summary>To whom it was passed, on which ground.</summary>
    public List<Disclosure> Disclosures { get; init; } = [];

    /// <summary>Set when the coordinator confirmed that two attempts failed.</summary>
    public DateTimeOffset? UnreachableConfirmedAt { get; private set; }

    public void RefuseIfEnded()
    {
        if (HasEnded) throw new CaseRuleException("signal-ended", Status);
    }

    /// <summary>The first talk moves a signal; a later one may tell the client more, or to whom else it goes.</summary>
    public void Discuss(SignalDiscussion discussion)
    {
        RefuseIfEnded();
        if (LegalTime.DateOf(discussion.At) < LegalTime.DateOf(NotedAt).AddDays(-TalkAtMostDaysBefore)) throw new CaseRuleException("signal-talk-too-early", TalkAtMostDaysBefore);
        Discussions.Add(discussion);
        // Reached after all: that they could not be no longer stands for telling them.
        if (FailedAttempts.TrueForAll(a => a.At <= discussion.At)) UnreachableConfirmedAt = null;
        DiscussedAt ??= discussion.At;
        if (Status == RiskSignalStatus.Noted) Status = RiskSignalStatus.DiscussedWithClient;
    }

    /// <exception cref="CaseRuleException"><c>signal-wrong-state</c>; <c>signal-attempt-too-early</c>: nobody tries to discuss what is not noted yet.</exception>
    public void RecordFailedAttempt(DateTimeOffset at, DiscussionManner how)
    {
        Expect(RiskSignalStatus.Noted, RiskSignalStatus.DiscussedWithClient);
        if (LegalTime.DateOf(at) < LegalTime.DateOf(NotedAt)) throw new CaseRuleException("signal-attempt-too-early", LegalTime.DateOf(NotedAt));
        FailedAttempts.Add(new DiscussionAttempt { RiskSignalId = Id, At = at, How = how });
    }

    /// <summary>Attempts on one day count as one: who does not answer now may answer tomorrow.</summary>
    /// <exception cref="CaseRuleException"><c>signal-two-attempts-needed</c>.</exception>
    public void RefuseIfTooFewAttempts()
    {
        var days = FailedAttempts.Select(a => LegalTime.DateOf(a.At)).Distinct().Count();
        if (days < AttemptsNeeded) throw new CaseRuleException("signal-two-attempts-needed", days);
    }

    public void ConfirmUnreachable(DateTimeOffset at)
    {
        Expect(RiskSignalStatus.Noted, RiskSignalStatus.DiscussedWithClient);
        RefuseIfTooFewAttempts();
        UnreachableConfirmedAt ??= at;
    }

    /// <summary>Passes it on. Only <see cref="SharingPolicy"/> makes a permit, so no route goes round the agreement.</summary>
    /// <remarks>The first sharing moves the signal; a later one, to another role or to who took a role over, adds a disclosure to it.</remarks>
    /// <returns>The row that lets the recipient in.</returns>
    public Disclosure Share(SharingPermit permit)
    {
        if (permit.SignalId != Id) throw new InvalidOperationException($"Permit for signal {permit.SignalId} was used on {Id}.");
        if (HasReached(permit.Recipient, permit.People)) throw new CaseRuleException("signal-already-shared", permit.Recipient);

        if (!IsShared)
        {
            Expect(RiskSignalStatus.Noted, RiskSignalStatus.DiscussedWithClient);
            (SharedAt, Ground, Status) = (permit.At, permit.Ground, RiskSignalStatus.Shared);
        }

        var disclosure = Disclosure.Under(permit, CaseId);
        Disclosures.Add(disclosure);
        return disclosure;
    }

    /// <summary>Talking about it was signalling enough: it ends with the volunteer.</summary>
    public void KeepBetweenUs(DateTimeOffset at)
    {
        Expect(RiskSignalStatus.DiscussedWithClient);
        (Status, ClosedAt) = (RiskSignalStatus.DiscussedNotShared, at);
    }

    public void Withdraw(DateTimeOffset at)
    {
        Expect(RiskSignalStatus.Noted, RiskSignalStatus.DiscussedWithClient);
        (Status, ClosedAt) = (RiskSignalStatus.Withdrawn, at);
    }

    /// <summary>Its volunteer stands beside the client no longer, and nobody else may decide about it.</summary>
    public void WithdrawWithPairing(DateTimeOffset at)
    {
        Withdraw(at);
        EndedWithPairing = true;
    }

    public void Acknowledge(Guid by, DateTimeOffset at)
    {
        Expect(RiskSignalStatus.Shared);
        (AcknowledgedById, AcknowledgedAt, Status) = (by, at, RiskSignalStatus.Acknowledged);
    }

    public void Assess(string assessment, DateTimeOffset at)
    {
        Expect(RiskSignalStatus.Acknowledged);
        (Assessment, AssessedAt, Status) = (assessment, at, RiskSignalStatus.Assessed);
    }

    /// <param name="conclusion">For those to whom it was passed.</param>
    /// <param name="feedback">See <see cref="Feedback"/>.</param>
    public void Close(string conclusion, string feedback, DateTimeOffset at)
    {
        Expect(RiskSignalStatus.Assessed);
        (Conclusion, Feedback, ClosedAt, Status) = (conclusion, feedback, at, RiskSignalStatus.Closed);
    }

    public bool IsShared => SharedAt is not null;

    public bool HasEnded => Ended.Contains(Status);

    internal static readonly List<RiskSignalStatus> Ended = [RiskSignalStatus.Closed, RiskSignalStatus.DiscussedNotShared, RiskSignalStatus.Withdrawn];

    /// <summary>Whether one of those who hold this role now may read it by a disclosure. Needs <see cref="Disclosures"/> loaded.</summary>
    public bool HasReached(CaseRole recipient, IEnumerable<Guid> holders) => Disclosures.Exists(d => d.Recipient == recipient && holders.Any(d.Reached));

    /// <summary>Whether the client was told, in any talk, that it will be passed to this role.</summary>
    public bool WasToldAbout(CaseRole recipient) => Discussions.Exists(d => d.ToldRecipients.Contains(recipient));

    /// <summary>Whether it was shared without the client's having been told, so that its review decides when the client sees it.</summary>
    public bool IsSharedUnderException => Ground is SharingGround.AcuteDanger or SharingGround.LegalDuty;

    public void ReleaseToClient(DateTimeOffset at) => ReleasedToClientAt ??= at;

    private void Expect(params RiskSignalStatus[] allowed)
    {
        if (!allowed.Contains(Status)) throw new CaseRuleException("signal-wrong-state", Status);
    }
}

public enum RiskSignalKind
{
    RisingRiskBehaviour,
    SpecialConditionNotKept,
    PossibleRelapse,
}

/// <summary>In the volunteer's eyes; what it means for the supervision the recipient judges.</summary>
public enum SignalSeverity
{
    KeepAnEyeOn,
    Worrying,
    Serious,
}

public enum PartOfDay
{
    Night,
    Morning,
    Afternoon,
    Evening,
}

public enum RiskSignalStatus
{
    Noted,
    DiscussedWithClient,
    Shared,
    Acknowledged,
    Assessed,
    Closed,

    /// <summary>Talked about, kept between volunteer and client: that is signalling too.</summary>
    DiscussedNotShared,
    Withdrawn,
}
