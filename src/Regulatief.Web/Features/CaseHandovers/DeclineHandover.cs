using FluentValidation;
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

/// <summary>The successor says no, with a reason that who hands over reads; the case stays where it is.</summary>
/// <exception cref="NotFoundException">No such hand-over, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>handover-over</c>, <c>handover-put-to-another</c>.</exception>
public sealed record DeclineHandoverCommand(Guid HandoverId, string? Reason) : ICommand<Guid>, IConcernsCase
{
    public CaseKey Case => CaseKey.OfHandover(HandoverId);
}

internal sealed class DeclineHandoverValidator : AbstractValidator<DeclineHandoverCommand>
{
    public DeclineHandoverValidator() => RuleFor(c => c.Reason).NotEmpty().MaximumLength(CaseHandover.MaxReason);
}

internal sealed class DeclineHandoverHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<DeclineHandoverCommand, Guid>
{
    public async Task<Guid> Handle(DeclineHandoverCommand command, CancellationToken cancellationToken)
    {
        var handover = await db.HandoverForChangeAsync(command.HandoverId, actor, cancellationToken);
        handover.RefuseUnlessPutTo(actor);
        handover.Decline(command.Reason!, time.GetUtcNow());
        await db.TakeBackAsync(handover.Id, cancellationToken);
        handover.TellThoseWhoHandOver(db, NoticeKind.HandoverDeclined, time.GetUtcNow());
        return handover.Id;
    }
}
