using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Retention;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Retention;

/// <summary>When one kind of one closed case may go: for who decides to keep it longer. A number and a day.</summary>
/// <exception cref="NotFoundException">No such case.</exception>
/// <exception cref="CaseRuleException">That something stands in the way of its going at all: see <see cref="CaseErasure.RefuseUnlessMayGoAsync"/>.</exception>
public sealed record EndingTermQuery(CaseId CaseId, RetentionKind Kind) : IPlainQuery<EndingTerm>, IConcernsCase
{
    public CaseKey Case => CaseKey.ToGuard(CaseId);
}

internal sealed class EndingTermHandler(RegulatiefDbContext db, Actor actor, CaseErasure erasures) : IRequestHandler<EndingTermQuery, EndingTerm>
{
    public async Task<EndingTerm> Handle(EndingTermQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.PrivacyOfficer);
        var @case = await db.CaseToGuardAsync(query.CaseId, actor, cancellationToken);
        return new EndingTerm(@case.Id, @case.Number, query.Kind, await erasures.RefuseUnlessMayGoAsync(@case, query.Kind, cancellationToken));
    }
}
