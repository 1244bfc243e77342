using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.ClosingDays;

public static class WorkingCalendarQueries
{
    /// <summary>What people here count their terms by: the law's days, without those on which the organisation is closed.</summary>
    public static async Task<WorkingCalendar> CalendarAsync(this RegulatiefDbContext db, CancellationToken cancellationToken)
    {
        var closed = await db.ClosingPeriods.Select(p => new { p.From, p.Until }).ToListAsync(cancellationToken);
        return WorkingCalendar.OfLaw.Without(closed.Select(p => (p.From, p.Until)));
    }
}
