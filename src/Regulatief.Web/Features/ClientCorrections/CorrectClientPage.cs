using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.ClientCorrections;

/// <summary>Who a client is, to put it right.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
public sealed record CorrectClientPageQuery(CaseId CaseId) : IClientQuery<CorrectClientPage>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

/// <param name="Form">Filled with what stands there.</param>
public sealed record CorrectClientPage(CaseId CaseId, int Number, string ClientName, CorrectClientForm Form)
{
    public string CaseUrl => $"/trajecten/{CaseId}";
}

public sealed record CorrectClientForm(string? FirstName, string? LastName, DateOnly? BornOn, string? Reason)
{
    public CorrectClientCommand For(Guid caseId) => new(CaseId.From(caseId), FirstName, LastName, BornOn, Reason);
}

internal sealed class CorrectClientPageHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<CorrectClientPageQuery, CorrectClientPage>
{
    public async Task<CorrectClientPage> Handle(CorrectClientPageQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.ProbationOfficer);
        var @case = await db.Cases.WorkedOnBy(actor).Include(c => c.Client).AsNoTracking().GetAsync(query.CaseId, cancellationToken);
        await reads.RecordAsync(actor, nameof(CorrectClientPageQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);
        var client = @case.Client;
        return new CorrectClientPage(@case.Id, @case.Number, client.FullName, new CorrectClientForm(client.FirstName, client.LastName, client.BornOn, null));
    }
}
