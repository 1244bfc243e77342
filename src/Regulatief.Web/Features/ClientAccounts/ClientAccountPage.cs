using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.ClientAccounts;

/// <summary>How the client of a case stands with logging in, for the officer who can change it.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
public sealed record ClientAccountPageQuery(CaseId CaseId) : IClientQuery<ClientAccountView>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

public sealed record ClientAccountView(CaseId CaseId, int Number, string ClientName, bool IsClosed, ClientAccess Access)
{
    public string CaseUrl => $"/trajecten/{CaseId}";

    public string Url => $"{CaseUrl}/client-inlog";
}

internal sealed class ClientAccountPageHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time) : IRequestHandler<ClientAccountPageQuery, ClientAccountView>
{
    public async Task<ClientAccountView> Handle(ClientAccountPageQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.ProbationOfficer);
        var @case = await db.Cases.WorkedOnBy(actor).ForChange(query.CaseId).AsNoTracking().GetAsync(query.CaseId, cancellationToken);
        await reads.RecordAsync(actor, nameof(ClientAccountPageQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);
        return new ClientAccountView(@case.Id, @case.Number, @case.Client.FullName, @case.IsClosed, await db.AccessOfAsync(@case.Client, time.GetUtcNow(), cancellationToken));
    }
}
