using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.VolunteerLeavings;

/// <summary>The volunteer who leaves throws away what they wrote for the successor.</summary>
/// <exception cref="NotFoundException">No such case or item, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>leaving-none</c>, <c>role-may-not</c>.</exception>
public sealed record RemoveForSuccessorCommand(CaseId CaseId, Guid ItemId) : ICommand<CaseId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class RemoveForSuccessorHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<RemoveForSuccessorCommand, CaseId>
{
    public async Task<CaseId> Handle(RemoveForSuccessorCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.Volunteer);
        var leaving = await db.PlannedLeavingAsync(@case, cancellationToken);
        db.Remove(leaving.Items.Find(i => i.Id == command.ItemId) ?? throw new NotFoundException(nameof(ForSuccessor), command.ItemId));
        return @case.Id;
    }
}
