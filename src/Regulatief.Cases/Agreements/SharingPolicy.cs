using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Agreements;

/// <summary>Decides whether one signal may pass to one role, and alone makes the permit that sharing takes.</summary>
/// <remarks>
/// Granted while the case runs, when an agreement in force covers it and the client was told that it would be passed on (discussed, not consented to) or could not
/// be reached; or under acute danger or a legal duty, with a reason. The first is its own volunteer's to ask for, while they stand beside the client.
/// Every decision is an audit row; each refusal says which condition failed.
/// </remarks>
public sealed class SharingPolicy(RegulatiefDbContext db, Actor actor, TimeProvider time)
{
    /// <summary>Whether a decision was recorded: the pipeline fails a request that discloses without one.</summary>
    public bool HasDecided { get; private set; }

    /// <exception cref="CaseRuleException">Codes that begin with <c>sharing-</c>: the condition that failed.</exception>
    public async Task<SharingPermit> PermitFor(
        RiskSignal signal, Case @case, CaseRole recipient, SharingException? exception, CancellationToken cancellationToken)
    {
        if (recipient is not (CaseRole.Professional or CaseRole.Coordinator)) throw Refuse(new("sharing-no-such-recipient", recipient));

        var permit = exception is null
            ? UnderAgreement(signal, @case, recipient, await StandingOf(signal, @case, recipient, cancellationToken))
            : UnderException(signal, recipient, await HoldersWhoMayExceptAsync(signal, @case, recipient, cancellationToken), exception);

        db.AuditEntries.Add(new AuditEntry
        {
            At = permit.At,
            ActorId = actor.AccountId,
            ActorRole = actor.Role,
            Address = actor.Address,
            Kind = AuditKind.Sharing,
            Action = $"granted:{permit.Ground}",
            CaseId = @case.Id,
            SubjectType = nameof(RiskSignal),
            SubjectId = signal.Id.Value,
            Detail = recipient.ToString(),
        });
        HasDecided = true;
        return permit;
    }

    /// <summary>How far the two ordinary conditions are met, to show what is still to do. Decides nothing.</summary>
    public async Task<SharingStanding> StandingOf(RiskSignal signal, Case @case, CaseRole recipient, CancellationToken cancellationToken)
    {
        if (@case.IsClosed) return new SharingStanding(recipient, null, [], new SharingObstacle("sharing-case-closed"), TalkStillNeeded(signal, recipient));

        var today = LegalTime.DateOf(time.GetUtcNow());
        var signed = await db.Agreements.SignedOf(@case.Id).ToListAsync(cancellationToken);
        var inForce = signed.Where(a => a.StateFor(@case, today) == AgreementForce.InForce).ToList();
        var covering = inForce.Find(a => a.Covers(InformationCategory.RiskSignals, recipient));
        var people = covering is null ? [] : await PartiesToAsync(covering, @case, recipient, cancellationToken);
        var missing = covering is not null ? (people.Count > 0 ? null : new SharingObstacle("sharing-agreement-suspended"))
            : inForce.Count > 0 ? new SharingObstacle("sharing-not-covered", recipient)
            : ObstacleOf(signed.Select(a => a.StateFor(@case, today)).FirstOrDefault());
        return new SharingStanding(recipient, covering?.Id, people, missing, TalkStillNeeded(signal, recipient));
    }

    /// <summary>Those who hold the recipient's place and signed for it: a coordinator's successor is no party before they do.</summary>
    private async Task<IReadOnlyList<Guid>> PartiesToAsync(
        InformationSharingAgreement agreement, Case @case, CaseRole recipient, CancellationToken cancellationToken) =>
        [.. (await db.HoldersOfAsync(@case, recipient, cancellationToken)).Where(id => agreement.HasSignatureOf(recipient, id))];

    private static SharingObstacle ObstacleOf(AgreementForce state) => state switch
    {
        AgreementForce.NotYetValid => new("sharing-agreement-not-yet-valid"),
        AgreementForce.Expired => new("sharing-agreement-expired"),
        AgreementForce.Suspended => new("sharing-agreement-suspended"),
        _ => new("sharing-no-agreement"),
    };

    private static SharingObstacle? TalkStillNeeded(RiskSignal signal, CaseRole recipient)
    {
        if (signal.WasToldAbout(recipient) || signal.UnreachableConfirmedAt is not null) return null;
        return signal.DiscussedAt is null ? new("sharing-not-discussed") : new("sharing-client-not-told", recipient);
    }

    private Granted UnderAgreement(RiskSignal signal, Case @case, CaseRole recipient, SharingStanding standing)
    {
        if (!IsVolunteerOf(signal, @case)) throw Refuse(new("sharing-is-the-volunteers"));
        if (standing.Obstacle is { } obstacle) throw Refuse(obstacle);
        var ground = signal.WasToldAbout(recipient) ? SharingGround.AgreementAndDiscussed : SharingGround.AgreementAndUnreachable;
        return new(signal.Id, recipient, standing.People, ground, standing.AgreementId, null, actor, time.GetUtcNow());
    }

    /// <summary>An exception is invoked by the case's volunteer, professional or coordinator, and reaches all who hold the recipient's place.</summary>
    private async Task<IReadOnlyList<Guid>> HoldersWhoMayExceptAsync(RiskSignal signal, Case @case, CaseRole recipient, CancellationToken cancellationToken)
    {
        var mayInvoke = actor.Role switch
        {
            AccountRole.Volunteer => IsVolunteerOf(signal, @case),
            AccountRole.ProbationOfficer => actor.ActsFor.Contains(@case.ProfessionalId),
            AccountRole.Coordinator => (await db.HoldersOfAsync(@case, CaseRole.Coordinator, cancellationToken)).Any(actor.ActsFor.Contains),
            _ => false,
        };
        if (!mayInvoke) throw Refuse(new("sharing-exception-not-yours"));
        var holders = await db.HoldersOfAsync(@case, recipient, cancellationToken);
        return holders.Count > 0 ? holders : throw Refuse(new("sharing-no-such-recipient", recipient));
    }

    /// <summary>Whether the actor noted it and stands beside the client still.</summary>
    private bool IsVolunteerOf(RiskSignal signal, Case @case) =>
        actor.Role == AccountRole.Volunteer
        && @case.CurrentAssignment is { } pairing && pairing.VolunteerId == signal.VolunteerId && pairing.Volunteer.AccountId == actor.AccountId;

    private Granted UnderException(RiskSignal signal, CaseRole recipient, IReadOnlyList<Guid> people, SharingException exception)
    {
        if (exception.Ground is not (SharingGround.AcuteDanger or SharingGround.LegalDuty)) throw Refuse(new("sharing-no-exception", exception.Ground));
        if (string.IsNullOrWhiteSpace(exception.Reason)) throw Refuse(new("sharing-exception-reason"));
        return new(signal.Id, recipient, people, exception.Ground, null, exception.Reason, actor, time.GetUtcNow());
    }

    private CaseRuleException Refuse(SharingObstacle obstacle)
    {
        HasDecided = true;
        return new CaseRuleException(obstacle.Code, obstacle.Values);
    }

    private sealed class Granted(
        RiskSignalId signalId, CaseRole recipient, IReadOnlyList<Guid> people, SharingGround ground, AgreementId? agreementId, string? reason, Actor by,
        DateTimeOffset at)
        : SharingPermit
    {
        public override RiskSignalId SignalId => signalId;

        public override CaseRole Recipient => recipient;

        public override IReadOnlyList<Guid> People => people;

        public override SharingGround Ground => ground;

        public override AgreementId? AgreementId => agreementId;

        public override string? Reason => reason;

        public override Guid GrantedTo => by.AccountId;

        public override AccountRole? GrantedIn => by.Role;

        public override DateTimeOffset At => at;
    }
}

/// <summary>What stands in the way of sharing: the code of a refusal, with the values of its sentence.</summary>
public sealed record SharingObstacle(string Code, params object[] Values);

/// <summary>How far the ordinary conditions for passing a signal to one role are met.</summary>
/// <param name="AgreementId">The agreement in force that covers it; null when none does.</param>
/// <param name="People">Those it would reach under that agreement.</param>
/// <param name="AboutAgreement">What is wrong with the agreement; null when it covers this.</param>
/// <param name="AboutTalk">What the client still has to hear; null when they were told, or could not be reached.</param>
public sealed record SharingStanding(CaseRole Recipient, AgreementId? AgreementId, IReadOnlyList<Guid> People, SharingObstacle? AboutAgreement, SharingObstacle? AboutTalk)
{
    public SharingObstacle? Obstacle => AboutAgreement ?? AboutTalk;
}
