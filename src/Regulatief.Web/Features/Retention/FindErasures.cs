using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Retention;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Retention;

/// <summary>Erasures that were proposed, decided and done, the newest first.</summary>
public sealed record FindErasuresQuery(Page Page) : IPlainQuery<FindErasuresResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Erasure>();
}

public sealed record FindErasuresResult(IReadOnlyList<ErasureLine> Items, int Page, int PageSize, int Total);

/// <param name="Waiting">Approved, and not gone yet.</param>
public sealed record ErasureLine(Guid Id, DateTimeOffset ProposedAt, string ProposedBy, bool? IsApproved, int Items, int Waiting, int Erased, int Refused);

internal sealed class FindErasuresHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<FindErasuresQuery, FindErasuresResult>
{
    private const int PageSize = 20;

    public async Task<FindErasuresResult> Handle(FindErasuresQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.PrivacyOfficer, AccountRole.Manager);
        var total = await db.Erasures.CountAsync(cancellationToken);
        var page = query.Page.Of(total, PageSize);
        var rows = await db.Erasures.OrderByDescending(e => e.ProposedAt).ThenBy(e => e.Id).On(page).Select(e => new ErasureLine(
            e.Id, e.ProposedAt, db.Accounts.Where(a => a.Id == e.ProposedById).Select(a => a.DisplayName).Single(), e.IsApproved, e.Items.Count,
            e.Items.Count(i => i.Outcome == ErasureOutcome.Waiting), e.Items.Count(i => i.Outcome == ErasureOutcome.Erased), e.Items.Count(i => i.Outcome == ErasureOutcome.Refused)))
            .ToListAsync(cancellationToken);
        return new FindErasuresResult(rows, page.Number, page.Size, total);
    }
}
