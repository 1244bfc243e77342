using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Audit;

/// <summary>Emergency access that was taken, the latest first, and how it was judged; and the way to the access of one case.</summary>
/// <param name="Unreviewed">Only what was not judged yet: what is late stands out.</param>
/// <param name="Number">Of a case whose access is asked for; null for the list alone.</param>
public sealed record FindBreakGlassQuery(bool Unreviewed, int? Number, Page Page) : IClientQuery<FindBreakGlassResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<CaseAccess>();
}

/// <param name="CaseAsked">The case of the number that was asked for; null when none was, or there is none.</param>
public sealed record FindBreakGlassResult(IReadOnlyList<BreakGlassLine> Items, int Page, int PageSize, int Total, CaseId? CaseAsked);

/// <param name="Until">When it ended, or will.</param>
/// <param name="IsJustified">Null while it was not judged.</param>
public sealed record BreakGlassLine(
    CaseId CaseId, int CaseNumber, string Who, AccountRole Role, BreakGlassCategory Category, string Reason, DateTimeOffset From, DateTimeOffset Until, bool Lasts,
    bool? IsJustified, string? Remarks, DateTimeOffset? ReviewedAt, Guid? OpenTaskId, DateOnly? DueOn);

internal sealed class FindBreakGlassHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time) : IRequestHandler<FindBreakGlassQuery, FindBreakGlassResult>
{
    private const int PageSize = 20;

    public async Task<FindBreakGlassResult> Handle(FindBreakGlassQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.PrivacyOfficer);
        var asked = query.Number is { } number ? await db.CaseOfNumberAsync(number, cancellationToken) : null;
        var taken = db.CaseAccesses.VisibleTo(actor).Where(a => a.Kind == CaseAccessKind.BreakGlass);
        if (query.Unreviewed) taken = taken.Where(a => a.ReviewedAt == null);
        var total = await taken.CountAsync(cancellationToken);
        var page = query.Page.Of(total, PageSize);
        var rows = await taken.OrderByDescending(a => a.From).ThenBy(a => a.Id).On(page).Include(a => a.Case).AsNoTracking().ToListAsync(cancellationToken);
        await reads.RecordListAsync(actor, nameof(FindBreakGlassQuery), null, nameof(CaseAccess), rows.ConvertAll(a => a.Id), cancellationToken);

        var people = rows.Select(a => a.AccountId).Distinct().ToList();
        var accounts = await db.Accounts.Where(a => people.Contains(a.Id)).AsNoTracking().ToDictionaryAsync(a => a.Id, cancellationToken);
        var ids = rows.Select(a => (Guid?)a.Id).ToList();
        var open = await db.HumanTasks.VisibleTo(actor).Open().Where(t => t.Kind == HumanTaskKind.BreakGlassReview && ids.Contains(t.SubjectId)).AsNoTracking().ToDictionaryAsync(t => t.SubjectId!.Value, cancellationToken);
        var now = time.GetUtcNow();
        return new FindBreakGlassResult(
            rows.ConvertAll(a => new BreakGlassLine(
                a.CaseId, a.Case.Number, accounts[a.AccountId].DisplayName, a.Role ?? accounts[a.AccountId].FirstRole, a.Category!.Value, a.Reason, a.From, a.EndedAt ?? a.Until!.Value, a.LastsAt(now),
                a.IsJustified, a.ReviewRemarks, a.ReviewedAt, open.GetValueOrDefault(a.Id)?.Id.Value, open.GetValueOrDefault(a.Id)?.DueOn)),
            page.Number, page.Size, total, asked);
    }
}
