using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Retention;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Retention;

/// <summary>Says that everything on a year's list was decided.</summary>
/// <exception cref="NotFoundException">There is no list of that year.</exception>
/// <exception cref="CaseRuleException"><c>retention-review-left</c>; <c>retention-review-done</c>.</exception>
public sealed record FinishRetentionReviewCommand(int Year) : ICommand<int>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<RetentionReview>();
}

internal sealed class FinishRetentionReviewHandler(RegulatiefDbContext db, Actor actor, RetentionSchedule schedule, TimeProvider time) : IRequestHandler<FinishRetentionReviewCommand, int>
{
    public async Task<int> Handle(FinishRetentionReviewCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.PrivacyOfficer);
        var review = await db.RetentionReviews.SingleOrDefaultAsync(r => r.Year == command.Year, cancellationToken)
            ?? throw new NotFoundException(nameof(RetentionReview), command.Year);
        review.Finish(await db.LeftToDecideAsync(schedule, review.LastDay, cancellationToken), actor.AccountId, time.GetUtcNow());
        return review.Year;
    }
}
