using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;

namespace Regulatief.Cases.Time;

public static class WorkingCalendarQueries
{
    /// <summary>What people here count their terms by: the law's days, without those on which the organisation is closed.</summary>
    public static async Task<WorkingCalendar> CalendarAsync(this RegulatiefDbContext db, CancellationToken cancellationToken)
    {
        var closed = await db.ClosingPeriods.Select(p => new { p.From, p.Until }).ToListAsync(cancellationToken);
        return WorkingCalendar.OfLaw.Without(closed.Select(p => (p.From, p.Until)));
    }

    /// <summary>What the term of this task is counted by.</summary>
    /// <param name="task">Null for what no task is about.</param>
    public static async Task<WorkingCalendar> CalendarOfAsync(this RegulatiefDbContext db, HumanTask? task, CancellationToken cancellationToken) =>
        task is not null && PromiseRules.IsOfLaw(task) ? WorkingCalendar.OfLaw : await db.CalendarAsync(cancellationToken);
}
