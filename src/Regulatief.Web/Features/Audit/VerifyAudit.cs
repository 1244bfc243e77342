using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Audit;

/// <summary>Computes the whole chain of the audit log again. It only reads, so that nobody waits for it; for a person it ends after some time.</summary>
/// <exception cref="CaseRuleException"><c>verification-too-long</c>: the log is too long to wait for.</exception>
public sealed record VerifyAuditQuery : IPlainQuery<AuditVerdict>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<AuditSeal>();
}

internal sealed class VerifyAuditHandler(AuditVerifier verifier, AnchorPlace place, Actor actor) : IRequestHandler<VerifyAuditQuery, AuditVerdict>
{
    // Real time, also under a test's clock: it bounds how long an answer waits.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    public async Task<AuditVerdict> Handle(VerifyAuditQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.PrivacyOfficer);
        if (actor.IsSystem) return await verifier.VerifyAsync(place.Read(), cancellationToken);

        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(Patience);
        try
        {
            return await verifier.VerifyAsync(place.Read(), bounded.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CaseRuleException("verification-too-long", Patience.TotalSeconds);
        }
    }
}
