using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Audit;

/// <summary>The agreements about sharing information, by state; the latest first.</summary>
public sealed record FindAgreementsQuery(AgreementStatus? Status, Page Page) : IClientQuery<FindAgreementsResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<InformationSharingAgreement>();
}

/// <param name="Counts">How many agreements there are in each state.</param>
public sealed record FindAgreementsResult(
    IReadOnlyDictionary<AgreementStatus, int> Counts, IReadOnlyList<AgreementLine> Items, int Page, int PageSize, int Total);

/// <param name="IsExpired">Signed, but past its last day.</param>
public sealed record AgreementLine(
    Guid Id, int CaseNumber, AgreementStatus Status, bool IsExpired, DateOnly ValidFrom, DateOnly ValidUntil, int Signatures, int Parties, CaseRole? EndedBy);

internal sealed class FindAgreementsHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time)
    : IRequestHandler<FindAgreementsQuery, FindAgreementsResult>
{
    private const int PageSize = 25;

    public async Task<FindAgreementsResult> Handle(FindAgreementsQuery query, CancellationToken cancellationToken)
    {
        var visible = db.Agreements.VisibleTo(actor);
        var counts = await visible.GroupBy(a => a.Status).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var found = query.Status is { } status ? visible.Where(a => a.Status == status) : visible;
        var total = query.Status is { } one ? counts.GetValueOrDefault(one) : counts.Values.Sum();
        var page = query.Page.Of(total, PageSize);
        var shown = await found.OrderByDescending(a => a.ProposedAt).ThenBy(a => a.Id).On(page).AsNoTracking().ToListAsync(cancellationToken);
        await reads.RecordListAsync(
            actor, nameof(FindAgreementsQuery), null, nameof(InformationSharingAgreement), shown.ConvertAll(a => a.Id.Value), cancellationToken);

        var caseIds = shown.Select(a => a.CaseId).Distinct().ToList();
        var numbers = await db.NumbersOfAsync(caseIds, cancellationToken);
        var today = time.Today();
        return new FindAgreementsResult(
            counts,
            shown.ConvertAll(a => new AgreementLine(
                a.Id.Value, numbers[a.CaseId], a.Status, a.Status == AgreementStatus.Signed && a.ValidUntil < today, a.ValidFrom, a.ValidUntil,
                a.Parties.Count - a.MissingSignatures.Count(), a.Parties.Count, a.EndedBy)),
            page.Number, page.Size, total);
    }
}
