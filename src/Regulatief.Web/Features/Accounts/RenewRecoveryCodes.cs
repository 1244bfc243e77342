using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Gives new recovery codes, and makes those before them worth nothing.</summary>
/// <exception cref="CaseRuleException"><c>factor-none</c>: there is no second factor that they would stand in for.</exception>
public sealed record RenewRecoveryCodesCommand : ICommand<FactorAdded>, IStepsUp
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>();
}

internal sealed class RenewRecoveryCodesHandler(SecondFactors factors, Actor actor, AuditTrail trail) : IRequestHandler<RenewRecoveryCodesCommand, FactorAdded>
{
    public async Task<FactorAdded> Handle(RenewRecoveryCodesCommand command, CancellationToken cancellationToken)
    {
        trail.About(AuditSubject.Of<Account>(actor.AccountId));
        return new FactorAdded { RecoveryCodes = await factors.RenewCodesAsync(actor.AccountId, cancellationToken) };
    }
}
