using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;

namespace Regulatief.Cases.Time;

public static class WorkingCalendarQueries
{
    /// <summary>What people here count their terms by.</summary>
    public static Task<WorkingCalendar> CalendarAsync(this RegulatiefDbContext db, CancellationToken cancellationToken) => Task.FromResult(WorkingCalendar.OfLaw);

    /// <summary>What the term of this task is counted by.</summary>
    /// <param name="task">Null for what no task is about.</param>
    public static async Task<WorkingCalendar> CalendarOfAsync(this RegulatiefDbContext db, HumanTask? task, CancellationToken cancellationToken) =>
        task is not null && PromiseRules.IsOfLaw(task) ? WorkingCalendar.OfLaw : await db.CalendarAsync(cancellationToken);
}
