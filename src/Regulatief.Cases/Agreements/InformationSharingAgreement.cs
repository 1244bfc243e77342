using Regulatief.Cases.Cases;

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

    public List<AgreementCategory> Categories { get; init; } = [];

    public List<Signature> Signatures { get; init; } = [];

    public IReadOnlyList<CaseRole> Parties =>
        NamesCoordinator
            ? [CaseRole.Client, CaseRole.Volunteer, CaseRole.Professional, CaseRole.Coordinator]
            : [CaseRole.Client, CaseRole.Volunteer, CaseRole.Professional];

    public IEnumerable<CaseRole> MissingSignatures => Parties.Except(Signatures.Select(s => s.Party));

    /// <summary>A later signature of a successor of the same party is allowed while the agreement is signed.</summary>
    public void Sign(CaseRole party, Guid personId, SigningManner manner, Guid recordedById, DateTimeOffset at)
    {
        if (Status is not (AgreementStatus.Proposed or AgreementStatus.Signed)) throw new CaseRuleException("agreement-ended", Status);
        if (!Parties.Contains(party)) throw new CaseRuleException("agreement-not-a-party", party);
        if (Signatures.Any(s => s.Party == party && s.PersonId == personId)) throw new CaseRuleException("agreement-already-signed", party);

        Signatures.Add(new Signature { AgreementId = Id, Party = party, PersonId = personId, Manner = manner, RecordedById = recordedById, SignedAt = at });
        if (!MissingSignatures.Any()) Status = AgreementStatus.Signed;
    }

    public void Refuse(CaseRole party, string reason, DateTimeOffset at)
    {
        if (Status != AgreementStatus.Proposed) throw new CaseRuleException("agreement-not-open", Status);
        End(AgreementStatus.Refused, party, reason, at);
    }

    /// <summary>Any party, at any time; at once effective for all that is not yet shared.</summary>
    public void Withdraw(CaseRole party, string reason, DateTimeOffset at)
    {
        if (Status is not (AgreementStatus.Proposed or AgreementStatus.Signed)) throw new CaseRuleException("agreement-ended", Status);
        End(AgreementStatus.Withdrawn, party, reason, at);
    }

    /// <summary>A newer agreement of the case was signed.</summary>
    public void Replace(DateTimeOffset at) => (Status, EndedAt) = (AgreementStatus.Replaced, at);

    /// <summary>Whether it covers passing this category to this recipient in this direction.</summary>
    public bool Covers(InformationCategory category, CaseRole recipient) =>
        Categories.Any(c => c.Category == category && c.Recipients.Contains(recipient));

    /// <summary>Whether it is in force for these people on this day. Needs the case's assignments loaded.</summary>
    public AgreementForce StateFor(Case @case, DateOnly today)
    {
        if (Status != AgreementStatus.Signed) return AgreementForce.NotSigned;
        if (today < ValidFrom) return AgreementForce.NotYetValid;
        if (today > ValidUntil) return AgreementForce.Expired;
        return SuspendedParties(@case).Any() ? AgreementForce.Suspended : AgreementForce.InForce;
    }

    /// <summary>Parties whose place is now held by someone who did not sign. Needs the case's assignments loaded.</summary>
    public IEnumerable<CaseRole> SuspendedParties(Case @case)
    {
        if (!HasSignatureOf(CaseRole.Professional, @case.ProfessionalId)) yield return CaseRole.Professional;
        if (@case.CurrentAssignment is not { } pairing || !HasSignatureOf(CaseRole.Volunteer, pairing.VolunteerId.Value)) yield return CaseRole.Volunteer;
    }

    private bool HasSignatureOf(CaseRole party, Guid personId) => Signatures.Exists(s => s.Party == party && s.PersonId == personId);

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
}

public enum SigningManner
{
    OwnAccount,

    /// <summary>The client, on the professional's device, in their presence.</summary>
    ProfessionalsDevice,
}
