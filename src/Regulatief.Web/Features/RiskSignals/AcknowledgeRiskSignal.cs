using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.RiskSignals;

/// <summary>The recipient says that they have read the signal and will look into it.</summary>
/// <exception cref="CaseRuleException"><c>signal-not-yours-to-handle</c>, <c>signal-wrong-state</c>, <c>signal-ended</c>.</exception>
public sealed record AcknowledgeRiskSignalCommand(RiskSignalId SignalId) : ICommand<RiskSignalId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(SignalId);
}

internal sealed class AcknowledgeRiskSignalHandler(RegulatiefDbContext db, Actor actor, TimeProvider time)
    : IRequestHandler<AcknowledgeRiskSignalCommand, RiskSignalId>
{
    public async Task<RiskSignalId> Handle(AcknowledgeRiskSignalCommand command, CancellationToken cancellationToken)
    {
        var (signal, _) = await db.SignalToHandleAsync(command.SignalId, actor, cancellationToken);
        signal.Acknowledge(actor.AccountId, time.GetUtcNow());
        await db.PickUpDangerOfAsync(signal, actor.AccountId, time.GetUtcNow(), cancellationToken);
        return signal.Id;
    }
}
