using MediatR;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Meetings;

/// <summary>The own calendar's address leads nowhere from now on. Without one nothing happens.</summary>
public sealed record RevokeCalendarFeedCommand : ICommand<Unit>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<CalendarFeed>();
}

internal sealed class RevokeCalendarFeedHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<RevokeCalendarFeedCommand, Unit>
{
    public async Task<Unit> Handle(RevokeCalendarFeedCommand command, CancellationToken cancellationToken)
    {
        if (await db.CalendarFeeds.FindAsync([actor.AccountId], cancellationToken) is { } feed) db.CalendarFeeds.Remove(feed);
        return Unit.Value;
    }
}
