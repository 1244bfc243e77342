using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseAccesses;

/// <summary>Lets all see a case again whose work it is.</summary>
/// <exception cref="CaseRuleException"><c>access-not-restricted</c>.</exception>
public sealed record LiftRestrictionCommand(CaseId CaseId) : ICommand<CaseId>, IConcernsCase
{
    public CaseKey Case => CaseKey.ToGuard(CaseId);
}

internal sealed class LiftRestrictionHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<LiftRestrictionCommand, CaseId>
{
    public async Task<CaseId> Handle(LiftRestrictionCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseToGuardAsync(command.CaseId, actor, cancellationToken);
        if (!@case.IsRestricted) throw new CaseRuleException("access-not-restricted", @case.Number);
        @case.LiftRestriction();
        foreach (var listed in await db.CaseAccesses.Where(a => a.CaseId == @case.Id && a.Kind == CaseAccessKind.Listed && a.EndedAt == null).ToListAsync(cancellationToken))
            listed.End(actor.AccountId, time.GetUtcNow());
        return @case.Id;
    }
}
