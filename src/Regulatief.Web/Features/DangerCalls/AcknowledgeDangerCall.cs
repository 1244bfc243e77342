using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.DangerCalls;

/// <summary>Somebody who was called saw it and acts. Who follows the signal takes that up with it.</summary>
/// <exception cref="NotFoundException">No such call, or they were not called.</exception>
/// <exception cref="ConcurrencyConflictException">Somebody was first.</exception>
public sealed record AcknowledgeDangerCallCommand(Guid DangerCallId) : ICommand<Guid>, IConcernsCase
{
    public CaseKey Case => CaseKey.OfDangerCall(DangerCallId);
}

internal sealed class AcknowledgeDangerCallHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<AcknowledgeDangerCallCommand, Guid>
{
    public async Task<Guid> Handle(AcknowledgeDangerCallCommand command, CancellationToken cancellationToken)
    {
        var call = await db.DangerCalls.VisibleTo(actor).SingleOrDefaultAsync(c => c.Id == command.DangerCallId, cancellationToken)
            ?? throw new NotFoundException(nameof(DangerCall), command.DangerCallId);
        var now = time.GetUtcNow();
        await db.PickUpAsync(call, actor.AccountId, now, cancellationToken);

        var signal = await db.RiskSignals.VisibleTo(actor).SingleOrDefaultAsync(s => s.Id == call.RiskSignalId && s.Status == RiskSignalStatus.Shared, cancellationToken);
        if (signal is not null && await db.HumanTasks.VisibleTo(actor).OpenAbout(signal.Id).AnyAsync(cancellationToken)) signal.Acknowledge(actor.AccountId, now);
        return call.Id;
    }
}
