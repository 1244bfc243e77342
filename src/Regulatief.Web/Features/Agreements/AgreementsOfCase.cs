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

/// <summary>All agreements of a case, the newest first.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
public sealed record AgreementsOfCaseQuery(CaseId CaseId) : IClientQuery<AgreementsOfCase>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

public sealed record AgreementsOfCase(IReadOnlyList<AgreementSheet> Items, int Page, int PageSize, int Total);

internal sealed class AgreementsOfCaseHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time)
    : IRequestHandler<AgreementsOfCaseQuery, AgreementsOfCase>
{
    public async Task<AgreementsOfCase> Handle(AgreementsOfCaseQuery query, CancellationToken cancellationToken)
    {
        var @case = await db.Cases.VisibleTo(actor).ForChange(query.CaseId).GetAsync(query.CaseId, cancellationToken);
        var agreements = await db.Agreements.VisibleTo(actor).Where(a => a.CaseId == @case.Id)
            .OrderByDescending(a => a.ProposedAt).ToListAsync(cancellationToken);

        await reads.RecordListAsync(
            actor, nameof(AgreementsOfCaseQuery), @case.Id, nameof(InformationSharingAgreement), agreements.ConvertAll(a => a.Id.Value), cancellationToken);
        List<AgreementSheet> items = [];
        foreach (var agreement in agreements) items.Add(await db.SheetOfAsync(agreement, @case, actor, time.Today(), cancellationToken));
        return new AgreementsOfCase(items, 1, Math.Max(1, items.Count), items.Count);
    }
}
