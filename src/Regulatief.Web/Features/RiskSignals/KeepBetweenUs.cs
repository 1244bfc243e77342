using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.RiskSignals;

/// <summary>Talking about it was enough: the signal ends between volunteer and client.</summary>
/// <exception cref="CaseRuleException"><c>signal-volunteer-only</c>, <c>signal-wrong-state</c>.</exception>
public sealed record KeepBetweenUsCommand(RiskSignalId SignalId) : ICommand<RiskSignalId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(SignalId);
}

internal sealed class KeepBetweenUsHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, TimeProvider time)
    : IRequestHandler<KeepBetweenUsCommand, RiskSignalId>
{
    public async Task<RiskSignalId> Handle(KeepBetweenUsCommand command, CancellationToken cancellationToken)
    {
        var signal = await db.OwnSignalForChangeAsync(command.SignalId, actor, cancellationToken);
        signal.KeepBetweenUs(time.GetUtcNow());

        var @case = await db.CaseForChangeAsync(command.Case, Actor.System, cancellationToken);
        await db.EndUnsharedAsync(workflows, signal, @case, RiskSignalOutcome.NotShared, actor, time.GetUtcNow(), cancellationToken);
        return signal.Id;
    }
}
