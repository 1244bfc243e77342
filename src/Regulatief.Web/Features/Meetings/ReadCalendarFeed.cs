using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting.Calendars;

namespace Regulatief.Web.Features.Meetings;

/// <summary>When whoever made this address meets, in whichever role they sit at the table: for a calendar, which logs in nowhere.</summary>
/// <exception cref="NotFoundException">The address was taken back, or never was, or its owner can no longer log in.</exception>
public sealed record CalendarFeedQuery(string Secret) : IRequest<IReadOnlyList<CalendarEntry>>;

// No IQuery: nobody is logged in, so there is no actor under whom a refusal is told.
internal sealed class CalendarFeedHandler(RegulatiefDbContext db, TimeProvider time) : IRequestHandler<CalendarFeedQuery, IReadOnlyList<CalendarEntry>>
{
    private const int DaysBack = 31;

    public async Task<IReadOnlyList<CalendarEntry>> Handle(CalendarFeedQuery query, CancellationToken cancellationToken)
    {
        var hash = CalendarFeed.HashOf(query.Secret);
        var owner = await db.CalendarFeeds.Where(f => f.SecretHash == hash).Join(db.Accounts.Where(a => a.IsActive), f => f.AccountId, a => a.Id, (_, a) => new { a.Id, Roles = a.Roles.Select(r => r.Role).ToList() })
            .SingleOrDefaultAsync(cancellationToken) ?? throw new NotFoundException(nameof(CalendarFeed), Guid.Empty);

        var from = time.Today().AddDays(-DaysBack);
        Dictionary<MeetingId, CalendarEntry> entries = [];
        foreach (var role in Party.AtTable.Select(Party.RoleOf).Intersect(owner.Roles))
        {
            var actor = await db.ActorOfAsync(owner.Id, role, time.GetUtcNow(), cancellationToken);
            var meetings = await db.Meetings.VisibleTo(actor)
                .Where(m => m.Agreed != null && m.PlannedOn >= from && (m.Status == MeetingStatus.Planned || m.Status == MeetingStatus.Held))
                .Select(m => new { m.Id, m.Sequence, m.Agreed }).AsNoTracking().ToListAsync(cancellationToken);
            foreach (var meeting in meetings) entries.TryAdd(meeting.Id, new CalendarEntry(meeting.Id, meeting.Sequence, meeting.Agreed!, IsCalledOff: false, role));
        }

        return [.. entries.Values.OrderBy(e => e.Time.StartsAt)];
    }
}
