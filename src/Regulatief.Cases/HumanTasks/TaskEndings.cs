using Regulatief.Cases.Escalations;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.HumanTasks;

public static class TaskEndings
{
    /// <summary>What ends with tasks that were just completed or cancelled: their escalations, what was kept of a form half filled in, and whom a volunteer was asked for by them.</summary>
    /// <remarks>The tasks themselves tell whether they have any, so that most transitions ask the database nothing.</remarks>
    public static async Task EndWithAsync(this RegulatiefDbContext db, IReadOnlyCollection<HumanTask> ended, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.EndEscalationsAsync(ended, now, cancellationToken);
        await db.RemoveDraftsAsync(ended, cancellationToken);
        await db.LapseOfStepsAsync(ended, now, cancellationToken);
    }
}
