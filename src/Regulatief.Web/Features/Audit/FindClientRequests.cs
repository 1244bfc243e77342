using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Audit;

/// <summary>What clients asked of what is kept about them, and whether they got it within its term: what waits first, then the latest. Without their words.</summary>
public sealed record FindClientRequestsQuery(Page Page) : IClientQuery<FindClientRequestsResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<ClientRequest>();
}

public sealed record FindClientRequestsResult(IReadOnlyList<ClientRequestLine> Items, int Page, int PageSize, int Total);

/// <param name="DoneOn">Null while it waits.</param>
/// <param name="Correction">Null for other kinds.</param>
public sealed record ClientRequestLine(
    int CaseNumber, ClientRequestKind Kind, DateOnly AskedOn, DateOnly DueOn, DateOnly? DoneOn, bool IsLate, CorrectionOutcome? Correction, bool IsTakenBack, FileDelivery? Delivery, FileReceiver? DeliveredTo, string? By);

internal sealed class FindClientRequestsHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time) : IRequestHandler<FindClientRequestsQuery, FindClientRequestsResult>
{
    private const int PageSize = 25;

    public async Task<FindClientRequestsResult> Handle(FindClientRequestsQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.PrivacyOfficer);
        var requests = db.ClientRequests.VisibleTo(actor).Where(r => r.Kind != ClientRequestKind.Contact);
        var total = await requests.CountAsync(cancellationToken);
        var page = query.Page.Of(total, PageSize);
        var rows = await requests.OrderBy(r => r.AnsweredAt != null || r.TakenBackAt != null).ThenByDescending(r => r.AskedAt).ThenBy(r => r.Id).On(page).Include(r => r.Case).AsNoTracking().ToListAsync(cancellationToken);
        await reads.RecordListAsync(actor, nameof(FindClientRequestsQuery), null, nameof(ClientRequest), rows.ConvertAll(r => r.Id), cancellationToken);

        var people = rows.Select(r => r.AnsweredById).OfType<Guid>().Distinct().ToList();
        var names = await db.Accounts.Where(a => people.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancellationToken);
        return new FindClientRequestsResult(
            rows.ConvertAll(r => new ClientRequestLine(
                r.Case.Number, r.Kind, LegalTime.DateOf(r.AskedAt), r.DueOn, r.DoneOn, r.IsLate(time.Today()), r.Correction, r.TakenBackAt is not null, r.Delivery, r.DeliveredTo, r.AnsweredById is { } by ? names.GetValueOrDefault(by) : null)),
            page.Number, page.Size, total);
    }
}
