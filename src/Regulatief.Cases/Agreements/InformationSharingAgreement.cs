using Regulatief.Cases.Cases;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Agreements;

/// <summary>What may be told to whom (afspraken over het delen van informatie), signed by every party it names.</summary>
/// <remarks>
/// In force while signed by all, not withdrawn, not expired, and while those who signed as volunteer and professional still hold that place:
/// a successor's part is suspended until they sign.
/// </remarks>
public sealed class InformationSharingAgreement
{
    public AgreementId Id { get; init; } = AgreementId.New();

    public required CaseId CaseId { get; init; }

    public Case Case { get; init; } = null!;

    public required int Round { get; init; }

    public required string Purpose { get; init; }

    /// <summary>In words: who tells whom, and how. Null when the categories say enough.</summary>
    public string? WhoTellsWhom { get; init; }

    /// <summary>In words: what is never shared. Null when nothing was named.</summary>
    public string? NeverShared { get; init; }

    /// <summary>In words: how a signal is discussed with the client first.</summary>
    public required string DiscussFirst { get; init; }

    public required DateOnly ValidFrom { get; init; }

    /// <summary>The last day, inclusive.</summary>
    public required DateOnly ValidUntil { get; init; }

    /// <summary>Whether the contact route runs through a coordinator, who then signs too.</summary>
    public required bool NamesCoordinator { get; init; }

    public required Guid ProposedById { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public AgreementStatus Status { get; private set; } = AgreementStatus.Proposed;

    /// <summary>Who refused or withdrew; null otherwise.</summary>
    public CaseRole? EndedBy { get; private set; }

    public string? EndReason { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The first day of a newer agreement that takes its place; null while none does.</summary>
    public DateOnly? ReplacedFrom { get; private set; }

    /// <summary>The last day on which it stands when all goes well, inclusive: its own, or the one before a newer agreement takes its place.</summary>
    public DateOnly LastDay => ReplacedFrom is { } from && from <= ValidUntil ? from.AddDays(-1) : ValidUntil;

    public List<AgreementCategory> Categories { get; init; } = [];

    public List<Signature> Signatures { get; init; } = [];

    public IReadOnlyList<CaseRole> Parties =>
        NamesCoordinator
            ? [CaseRole.Client, CaseRole.Volunteer, CaseRole.Professional, CaseRole.Coordinator]
            : [CaseRole.Client, CaseRole.Volunteer, CaseRole.Professional];

    public IEnumerable<CaseRole> MissingSignatures => Parties.Except(Signatures.Select(s => s.Party));

    /// <summary>A later signature of a successor of the same party is allowed while the agreement is signed.</summary>
    /// <param name="inOwnWords">What the client understood, in the client's own words; asked when they sign on the professional's device.</param>
    public void Sign(CaseRole party, Guid personId, SigningManner manner, Guid recordedById, DateTimeOffset at, string? inOwnWords = null)
    {
        ExpectLive();
        ExpectParty(party);
        if (LegalTime.DateOf(at) > ValidUntil) throw new CaseRuleException("agreement-expired", ValidUntil);
        if (Signatures.Exists(s => s.Party == party && s.PersonId == personId)) throw new CaseRuleException("agreement-already-signed", party);
        if (manner == SigningManner.ProfessionalsDevice && string.IsNullOrWhiteSpace(inOwnWords)) throw new CaseRuleException("agreement-own-words-missing");

        Signatures.Add(new Signature
        {
            AgreementId = Id,
            Party = party,
            PersonId = personId,
            Manner = manner,
            RecordedById = recordedById,
            SignedAt = at,
            InOwnWords = inOwnWords,
        });
        if (!MissingSignatures.Any()) Status = AgreementStatus.Signed;
    }

    public void Refuse(CaseRole party, string reason, DateTimeOffset at)
    {
        ExpectParty(party);
        if (Status != AgreementStatus.Proposed) throw new CaseRuleException("agreement-not-open", Status);
        End(AgreementStatus.Refused, party, reason, at);
    }

    /// <summary>Any party, at any time; at once effective for all that is not yet shared.</summary>
    public void Withdraw(CaseRole party, string reason, DateTimeOffset at)
    {
        ExpectParty(party);
        ExpectLive();
        End(AgreementStatus.Withdrawn, party, reason, at);
    }

    /// <summary>A newer agreement takes its place: at once, or from a later day so that no gap lies between the two.</summary>
    public void Replace(DateOnly from, DateTimeOffset at)
    {
        ReplacedFrom = from;
        if (from <= LegalTime.DateOf(at)) (Status, EndedAt) = (AgreementStatus.Replaced, at);
    }

    /// <summary>Whether it covers passing this category to this recipient in this direction.</summary>
    public bool Covers(InformationCategory category, CaseRole recipient) =>
        Categories.Any(c => c.Category == category && c.Recipients.Contains(recipient));

    /// <summary>Whether it is in force for these people on this day. Needs the case's assignments loaded.</summary>
    public AgreementForce StateFor(Case @case, DateOnly today)
    {
        if (Status != AgreementStatus.Signed) return AgreementForce.NotSigned;
        if (today < ValidFrom) return AgreementForce.NotYetValid;
        if (today > ValidUntil || today >= ReplacedFrom) return AgreementForce.Expired;
        return SuspendedParties(@case).Any() ? AgreementForce.Suspended : AgreementForce.InForce;
    }

    /// <summary>Parties whose place is now held by someone who did not sign. Needs the case's assignments loaded.</summary>
    public IEnumerable<CaseRole> SuspendedParties(Case @case)
    {
        if (!HasSignatureOf(CaseRole.Professional, @case.ProfessionalId)) yield return CaseRole.Professional;
        if (@case.CurrentAssignment is not { } pairing || !HasSignatureOf(CaseRole.Volunteer, pairing.VolunteerId.Value)) yield return CaseRole.Volunteer;
    }

    /// <summary>The parties whose signature is wanted of those who hold their place now. Needs the case's assignments loaded.</summary>
    public IReadOnlyList<CaseRole> StillToSign(Case @case) => [.. Parties.Where(MissingSignatures.Union(SuspendedParties(@case)).Contains)];

    /// <summary>How it stands, in one word for people. Needs the case's assignments loaded.</summary>
    public AgreementStanding StandingOn(DateOnly today, Case @case) => Status switch
    {
        AgreementStatus.Proposed => today > ValidUntil ? AgreementStanding.Expired : AgreementStanding.Proposed,
        AgreementStatus.Refused => AgreementStanding.Refused,
        AgreementStatus.Withdrawn => AgreementStanding.Withdrawn,
        AgreementStatus.Replaced => AgreementStanding.Replaced,
        _ => StateFor(@case, today) switch
        {
            AgreementForce.InForce => AgreementStanding.InForce,
            AgreementForce.NotYetValid => AgreementStanding.NotYetValid,
            AgreementForce.Suspended => AgreementStanding.Suspended,
            _ => today >= ReplacedFrom ? AgreementStanding.Replaced : AgreementStanding.Expired,
        },
    };

    public bool HasSignatureOf(CaseRole party, Guid personId) => Signatures.Exists(s => s.Party == party && s.PersonId == personId);

    private void ExpectParty(CaseRole party)
    {
        if (!Parties.Contains(party)) throw new CaseRuleException("agreement-not-a-party", party);
    }

    private void ExpectLive()
    {
        if (Status is not (AgreementStatus.Proposed or AgreementStatus.Signed)) throw new CaseRuleException("agreement-ended", Status);
    }

    private void End(AgreementStatus status, CaseRole by, string reason, DateTimeOffset at) =>
        (Status, EndedBy, EndReason, EndedAt) = (status, by, reason, at);
}

public enum AgreementStatus
{
    Proposed,
    Signed,
    Refused,
    Withdrawn,
    Replaced,
}

/// <summary>Whether an agreement allows sharing at some moment, and if not, why.</summary>
public enum AgreementForce
{
    NotSigned,
    NotYetValid,
    Expired,

    /// <summary>Someone took the place of a party and has not signed.</summary>
    Suspended,
    InForce,
}

/// <summary>Status and force together, as people speak of it.</summary>
public enum AgreementStanding
{
    Proposed,
    NotYetValid,
    InForce,
    Suspended,
    Expired,
    Refused,
    Withdrawn,
    Replaced,
}

/// <summary>A kind of information, its direction and who may receive it.</summary>
public sealed class AgreementCategory
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required InformationCategory Category { get; init; }

    public required SharingDirection Direction { get; init; }

    public required List<CaseRole> Recipients { get; init; }

    /// <summary>For <see cref="InformationCategory.Other"/>: in words.</summary>
    public string? Description { get; init; }
}

public enum InformationCategory
{
    RiskSignals,
    ContactAndAttendance,
    PracticalMatters,
    WellBeing,

    /// <summary>Professional to volunteer: the goals of the plan.</summary>
    PlanGoals,

    /// <summary>Professional to volunteer: special conditions that matter.</summary>
    SpecialConditions,

    /// <summary>Professional to volunteer: signs to watch for.</summary>
    SignsToWatchFor,
    Other,
}

public enum SharingDirection
{
    VolunteerToProfessional,
    ProfessionalToVolunteer,
    Both,
}

public sealed class Signature
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required AgreementId AgreementId { get; init; }

    public required CaseRole Party { get; init; }

    /// <summary>Who signed: the client's, volunteer's or account's own id, so that a successor is told apart.</summary>
    public required Guid PersonId { get; init; }

    public required SigningManner Manner { get; init; }

    /// <summary>The account logged in when it was signed.</summary>
    public required Guid RecordedById { get; init; }

    public required DateTimeOffset SignedAt { get; init; }

    /// <summary>What the client understood, in the client's own words; null for others and where it was not asked.</summary>
    public string? InOwnWords { get; init; }
}

public enum SigningManner
{
    OwnAccount,

    /// <summary>The client, on the professional's device, in their presence.</summary>
    ProfessionalsDevice,

    /// <summary>The colleague who covers for the absent professional, for that professional.</summary>
    CoveringColleague,
}
