using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Calendars;

namespace Regulatief.Web.Features.Meetings;

/// <summary>One driegesprek, for somebody's calendar. Says when, and nothing else of the client.</summary>
/// <exception cref="NotFoundException">There is none, it is not the actor's, or no time is agreed.</exception>
public sealed record MeetingCalendarQuery(MeetingId MeetingId) : IClientQuery<CalendarEntry>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(MeetingId);
}

internal sealed class MeetingCalendarHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<MeetingCalendarQuery, CalendarEntry>
{
    public async Task<CalendarEntry> Handle(MeetingCalendarQuery query, CancellationToken cancellationToken)
    {
        var meeting = await db.Meetings.VisibleTo(actor).Where(m => m.Status == MeetingStatus.Planned).AsNoTracking().GetAsync(query.MeetingId, cancellationToken);
        await reads.RecordAsync(actor, nameof(MeetingCalendarQuery), meeting.CaseId, nameof(ThreeWayMeeting), meeting.Id.Value, cancellationToken);
        return meeting.Agreed is { } agreed
            ? new CalendarEntry(meeting.Id, meeting.Sequence, agreed, IsCalledOff: false, actor.Role!.Value)
            : throw new NotFoundException(nameof(ThreeWayMeeting), query.MeetingId.Value);
    }
}
