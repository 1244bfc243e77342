using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Retention;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.MyWork;

/// <summary>What a privacy officer has to review.</summary>
public sealed record ReviewWorkQuery : IClientQuery<ReviewWork>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Case>();
}

/// <param name="Retention">This year's task of deciding what goes; null when there is none, or it is done.</param>
/// <param name="HoldsToReview">Legal holds whose day of review has come.</param>
public sealed record ReviewWork(WorkTasks Tasks, IReadOnlyList<WorkNotice> Notices, RetentionReview? Retention, int HoldsToReview);

internal sealed class ReviewWorkHandler(RegulatiefDbContext db, Actor actor, Texts texts, ReadAudit reads, TimeProvider time) : IRequestHandler<ReviewWorkQuery, ReviewWork>
{
    public async Task<ReviewWork> Handle(ReviewWorkQuery query, CancellationToken cancellationToken)
    {
        var parts = new WorkParts(db, actor, texts, reads, time);
        var work = new ReviewWork(
            await parts.TasksAsync(cancellationToken), await parts.NoticesAsync(cancellationToken),
            await db.RetentionReviews.Where(r => r.DoneAt == null).OrderBy(r => r.Year).AsNoTracking().FirstOrDefaultAsync(cancellationToken),
            await db.LegalHolds.Lasting().CountAsync(h => h.ReviewOn <= parts.Today, cancellationToken));
        await parts.RecordAsync(nameof(ReviewWorkQuery), cancellationToken);
        return work;
    }
}
