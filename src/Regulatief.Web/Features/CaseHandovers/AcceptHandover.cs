using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Handovers;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseHandovers;

/// <summary>The successor says yes: the case passes on its day, or now when that has come.</summary>
/// <exception cref="NotFoundException">No such hand-over, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>handover-over</c>, <c>handover-put-to-another</c>.</exception>
public sealed record AcceptHandoverCommand(Guid HandoverId) : ICommand<HandoverStatus>, IConcernsCase
{
    public CaseKey Case => CaseKey.OfHandover(HandoverId);
}

internal sealed class AcceptHandoverHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<AcceptHandoverCommand, HandoverStatus>
{
    public async Task<HandoverStatus> Handle(AcceptHandoverCommand command, CancellationToken cancellationToken)
    {
        var handover = await db.HandoverForChangeAsync(command.HandoverId, actor, cancellationToken);
        handover.RefuseUnlessPutTo(actor);
        await db.AcceptHandoverAsync(handover, time.Today(), time.GetUtcNow(), cancellationToken);
        return handover.Status;
    }
}
