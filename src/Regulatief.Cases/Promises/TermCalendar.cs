using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Promises;

public static class TermCalendar
{
    /// <summary>What the term of this task is counted by.</summary>
    /// <param name="task">Null for what no task is about.</param>
    public static async Task<WorkingCalendar> CalendarOfAsync(this RegulatiefDbContext db, HumanTask? task, CancellationToken cancellationToken) =>
        task is not null && PromiseRules.IsOfLaw(task) ? WorkingCalendar.OfLaw : await db.CalendarAsync(cancellationToken);
}
