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
/// Granted when an agreement in force covers it and the client was told that it would be passed on (discussed, not consented to) or could not
/// be reached; or under acute danger or a legal duty, with a reason. Every decision is an audit row; each refusal says which condition failed.
/// </remarks>
public sealed class SharingPolicy(RegulatiefDbContext db, Actor actor, TimeProvider time)
{
    /// <summary>Whether a decision was recorded: the pipeline fails a request that discloses without one.</summary>
    public bool HasDecided { get; private set; }

    /// <exception cref="CaseRuleException">Codes that begin with <c>sharing-</c>: the condition that failed.</exception>
    public async Task<SharingPermit> PermitFor(
        RiskSignal signal, Case @case, CaseRole recipient, SharingException? exception, CancellationToken cancellationToken)
    {
        if (recipient is not (CaseRole.Professional or CaseRole.Coordinator)) throw Refuse("sharing-no-such-recipient", recipient);

        var permit = exception is null
            ? UnderAgreement(signal, @case, recipient, await db.Agreements.SignedOf(@case.Id).ToListAsync(cancellationToken))
            : UnderException(signal, recipient, exception);

        db.AuditEntries.Add(new AuditEntry
        {
            At = permit.At,
            ActorId = actor.AccountId,
            ActorRole = actor.Role,
            Kind = AuditKind.Sharing,
            Action = $"granted:{permit.Ground}",
            CaseId = @case.Id,
            SubjectType = nameof(RiskSignal),
            SubjectId = signal.Id.Value,
        });
        HasDecided = true;
        return permit;
    }

    private Granted UnderAgreement(RiskSignal signal, Case @case, CaseRole recipient, List<InformationSharingAgreement> signed)
    {
        var now = time.GetUtcNow();
        var states = signed.ConvertAll(agreement => (agreement, state: agreement.StateFor(@case, LegalTime.DateOf(now))));
        var inForce = states.Where(s => s.state == AgreementForce.InForce).Select(s => s.agreement).ToList();

        if (inForce.Count == 0)
        {
            throw states.Select(s => s.state).FirstOrDefault() switch
            {
                AgreementForce.NotYetValid => Refuse("sharing-agreement-not-yet-valid"),
                AgreementForce.Expired => Refuse("sharing-agreement-expired"),
                AgreementForce.Suspended => Refuse("sharing-agreement-suspended"),
                _ => Refuse("sharing-no-agreement"),
            };
        }

        var covering = inForce.Find(a => a.Covers(InformationCategory.RiskSignals, recipient)) ?? throw Refuse("sharing-not-covered", recipient);
        if (signal is { DiscussedAt: not null, ClientWasTold: true }) return new(signal.Id, recipient, SharingGround.AgreementAndDiscussed, covering.Id, null, actor.AccountId, now);
        if (signal.UnreachableConfirmedAt is not null) return new(signal.Id, recipient, SharingGround.AgreementAndUnreachable, covering.Id, null, actor.AccountId, now);
        throw Refuse(signal.DiscussedAt is null ? "sharing-not-discussed" : "sharing-client-not-told");
    }

    private Granted UnderException(RiskSignal signal, CaseRole recipient, SharingException exception)
    {
        if (exception.Ground is not (SharingGround.AcuteDanger or SharingGround.LegalDuty)) throw Refuse("sharing-no-exception", exception.Ground);
        if (string.IsNullOrWhiteSpace(exception.Reason)) throw Refuse("sharing-exception-reason");
        return new(signal.Id, recipient, exception.Ground, null, exception.Reason, actor.AccountId, time.GetUtcNow());
    }

    private CaseRuleException Refuse(string code, params object[] values)
    {
        HasDecided = true;
        return new CaseRuleException(code, values);
    }

    private sealed class Granted(
        RiskSignalId signalId, CaseRole recipient, SharingGround ground, AgreementId? agreementId, string? reason, Guid grantedTo, DateTimeOffset at)
        : SharingPermit
    {
        public override RiskSignalId SignalId => signalId;

        public override CaseRole Recipient => recipient;

        public override SharingGround Ground => ground;

        public override AgreementId? AgreementId => agreementId;

        public override string? Reason => reason;

        public override Guid GrantedTo => grantedTo;

        public override DateTimeOffset At => at;
    }
}
