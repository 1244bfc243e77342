using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Audit;

/// <summary>What was shared under acute danger or a legal duty, the latest first, and how it was judged. Not the content of the signals.</summary>
public sealed record FindExceptionsQuery(Page Page) : IClientQuery<FindExceptionsResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Disclosure>();
}

public sealed record FindExceptionsResult(IReadOnlyList<ExceptionLine> Items, int Page, int PageSize, int Total);

/// <param name="Review">Null while it was not judged.</param>
/// <param name="OpenTaskId">Where it is (or is again) to be judged; null when nothing is open.</param>
public sealed record ExceptionLine(
    int CaseNumber, SharingGround Ground, string Reason, DateTimeOffset At, string SharedBy, AccountRole SharedByRole, CaseRole Recipient,
    ExceptionReview? Review, Guid? OpenTaskId);

internal sealed class FindExceptionsHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<FindExceptionsQuery, FindExceptionsResult>
{
    private const int PageSize = 20;

    public async Task<FindExceptionsResult> Handle(FindExceptionsQuery query, CancellationToken cancellationToken)
    {
        var exceptions = db.Disclosures.ExceptionsVisibleTo(actor);
        var total = await exceptions.CountAsync(cancellationToken);
        var page = query.Page.Of(total, PageSize);
        var shown = await exceptions.OrderByDescending(d => d.From).On(page).AsNoTracking().ToListAsync(cancellationToken);
        await reads.RecordListAsync(actor, nameof(FindExceptionsQuery), null, nameof(Disclosure), shown.ConvertAll(d => d.Id), cancellationToken);

        var ids = shown.ConvertAll(d => d.Id);
        var caseIds = shown.Select(d => d.CaseId).Distinct().ToList();
        var sharers = shown.Select(d => d.SharedById).Distinct().ToList();
        var numbers = await db.NumbersOfAsync(caseIds, cancellationToken);
        var accounts = await db.Accounts.Where(a => sharers.Contains(a.Id)).AsNoTracking().ToDictionaryAsync(a => a.Id, cancellationToken);
        var reviews = (await db.ExceptionReviews.Where(r => ids.Contains(r.DisclosureId)).AsNoTracking().ToListAsync(cancellationToken))
            .GroupBy(r => r.DisclosureId).ToDictionary(g => g.Key, g => g.MaxBy(r => r.ReviewedAt));
        var open = (await db.HumanTasks.VisibleTo(actor).Open().Where(t => t.Kind == HumanTaskKind.ExceptionReview).AsNoTracking().ToListAsync(cancellationToken))
            .ToDictionary(t => t.SubjectId!.Value, t => t.Id.Value);

        return new FindExceptionsResult(
            shown.ConvertAll(d => new ExceptionLine(
                numbers[d.CaseId], d.Ground, d.Reason!, d.From, accounts[d.SharedById].DisplayName, d.SharedByRole ?? accounts[d.SharedById].FirstRole, d.Recipient,
                reviews.GetValueOrDefault(d.Id), open.TryGetValue(d.Id, out var task) ? task : null)),
            page.Number, page.Size, total);
    }
}
