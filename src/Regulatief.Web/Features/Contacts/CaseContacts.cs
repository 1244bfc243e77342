using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Contacts;

/// <summary>Who is in a case, and how they are reached as far as the reader may know.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
public sealed record CaseContactsQuery(CaseId CaseId) : IClientQuery<IReadOnlyList<PartyContact>>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class CaseContactsHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<CaseContactsQuery, IReadOnlyList<PartyContact>>
{
    public async Task<IReadOnlyList<PartyContact>> Handle(CaseContactsQuery query, CancellationToken cancellationToken)
    {
        var @case = await db.Cases.VisibleTo(actor).ForChange(query.CaseId).GetAsync(query.CaseId, cancellationToken);
        await reads.RecordAsync(actor, nameof(CaseContactsQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);
        return await db.ContactsOfAsync(@case, actor, await db.WorksOnAsync(actor, @case.Id, cancellationToken), cancellationToken);
    }
}
