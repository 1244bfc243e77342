using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Handovers;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseHandovers;

/// <summary>Takes a hand-over back, as long as the case did not pass: by who asked it, or whose work the case is.</summary>
/// <exception cref="NotFoundException">No such hand-over, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>handover-over</c>; <c>handover-put-to-you</c>: the successor declines instead.</exception>
public sealed record WithdrawHandoverCommand(Guid HandoverId) : ICommand<Guid>, IConcernsCase
{
    public CaseKey Case => CaseKey.OfHandover(HandoverId);
}

internal sealed class WithdrawHandoverHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<WithdrawHandoverCommand, Guid>
{
    public async Task<Guid> Handle(WithdrawHandoverCommand command, CancellationToken cancellationToken)
    {
        var handover = await db.HandoverForChangeAsync(command.HandoverId, actor, cancellationToken);
        actor.RefuseUnless([.. NeedToKnow.Staff]);
        if (handover.IsPutTo(actor)) throw new CaseRuleException("handover-put-to-you");
        handover.End(HandoverStatus.Withdrawn, time.GetUtcNow());
        await db.TakeBackAsync(handover.Id, cancellationToken);
        handover.TellSuccessor(db, NoticeKind.HandoverEnded, time.GetUtcNow());
        return handover.Id;
    }
}
