using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.RiskSignals;

/// <summary>The volunteer takes a signal back: it was no signal after all.</summary>
/// <exception cref="CaseRuleException"><c>signal-volunteer-only</c>, <c>signal-wrong-state</c>.</exception>
public sealed record WithdrawRiskSignalCommand(RiskSignalId SignalId) : ICommand<RiskSignalId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(SignalId);
}

internal sealed class WithdrawRiskSignalHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, TimeProvider time)
    : IRequestHandler<WithdrawRiskSignalCommand, RiskSignalId>
{
    public async Task<RiskSignalId> Handle(WithdrawRiskSignalCommand command, CancellationToken cancellationToken)
    {
        var signal = await db.OwnSignalForChangeAsync(command.SignalId, actor, cancellationToken);
        signal.Withdraw(time.GetUtcNow());

        var @case = await db.CaseForChangeAsync(command.Case, Actor.System, cancellationToken);
        await db.EndUnsharedAsync(workflows, signal, @case, RiskSignalOutcome.Withdrawn, actor, time.GetUtcNow(), cancellationToken);
        return signal.Id;
    }
}
