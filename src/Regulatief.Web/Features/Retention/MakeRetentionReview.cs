using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Retention;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Retention;

/// <summary>Makes this year's task of deciding what goes, as soon as there is something to decide, and tells the privacy officers. Once a year, however often it is asked.</summary>
public sealed record MakeRetentionReviewCommand : ICommand<bool>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<RetentionReview>();
}

internal sealed class MakeRetentionReviewHandler(RegulatiefDbContext db, RetentionSchedule schedule, TimeProvider time) : IRequestHandler<MakeRetentionReviewCommand, bool>
{
    public async Task<bool> Handle(MakeRetentionReviewCommand command, CancellationToken cancellationToken)
    {
        var (now, today) = (time.GetUtcNow(), time.Today());
        var review = new RetentionReview { Year = today.Year, MadeAt = now, DueOn = (await db.CalendarAsync(cancellationToken)).Add(today, RetentionReview.Term) };
        if (await db.RetentionReviews.AnyAsync(r => r.Year == review.Year, cancellationToken)) return false;
        if (await db.LeftToDecideAsync(schedule, review.LastDay, cancellationToken) == 0) return false;

        db.RetentionReviews.Add(review);
        var officers = await db.Accounts.Active(AccountRole.PrivacyOfficer).Select(a => a.Id).ToListAsync(cancellationToken);
        db.Notices.AddRange(officers.Select(id => new Notice { AccountId = id, Role = AccountRole.PrivacyOfficer, Kind = NoticeKind.RetentionToReview, At = now }));
        return true;
    }
}
