using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.ClosingDays;

/// <summary>Takes closing days away that have not begun: the organisation is open after all. It holds for terms that are set from now on.</summary>
/// <exception cref="NotFoundException">They are not there any more.</exception>
/// <exception cref="CaseRuleException"><c>closing-begun</c>.</exception>
public sealed record RemoveClosingDaysCommand(Guid Id) : ICommand<Guid>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<ClosingPeriod>(Id);
}

internal sealed class RemoveClosingDaysHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<RemoveClosingDaysCommand, Guid>
{
    public async Task<Guid> Handle(RemoveClosingDaysCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Manager, AccountRole.Administrator);
        var closed = await db.ClosingPeriods.GetAsync(command.Id, cancellationToken);
        closed.RefuseIfBegun(time.Today());
        db.ClosingPeriods.Remove(closed);
        return closed.Id;
    }
}
