using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Agreements;

/// <summary>The form for a new proposal, filled as the last agreement was.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
public sealed record ProposalPageQuery(CaseId CaseId) : IClientQuery<ProposalPage>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

public sealed record ProposalPage(CaseId CaseId, int CaseNumber, string ClientName, AgreementProposal Proposal)
{
    public string CaseUrl => $"/trajecten/{CaseId}";
}

internal sealed class ProposalPageHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time) : IRequestHandler<ProposalPageQuery, ProposalPage>
{
    public async Task<ProposalPage> Handle(ProposalPageQuery query, CancellationToken cancellationToken)
    {
        var @case = await db.Cases.WorkedOnBy(actor).Include(c => c.Client).GetAsync(query.CaseId, cancellationToken);
        await reads.RecordAsync(actor, nameof(ProposalPageQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);
        var previous = await db.Agreements.Where(a => a.CaseId == @case.Id).OrderByDescending(a => a.ProposedAt).FirstOrDefaultAsync(cancellationToken);
        return new ProposalPage(@case.Id, @case.Number, @case.Client.NameFor(actor.Role), AgreementProposal.Opening(@case, previous, time.Today()));
    }
}
