using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Contacts;

/// <summary>The client takes back that their volunteer may know how to reach them, or says so to the professional: from then on the volunteer sees it no more.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>contact-consent-none</c>, <c>role-may-not</c>.</exception>
public sealed record TakeBackContactConsentCommand(CaseId CaseId) : ICommand<CaseId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class TakeBackContactConsentHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<TakeBackContactConsentCommand, CaseId>
{
    public async Task<CaseId> Handle(TakeBackContactConsentCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Client);
        var consent = await db.ContactConsents.LastingIn(@case).SingleOrDefaultAsync(cancellationToken) ?? throw new CaseRuleException("contact-consent-none");
        consent.TakeBack(actor.AccountId, time.GetUtcNow());
        return @case.Id;
    }
}
