using Regulatief.Engine.Instances;

namespace Regulatief.Engine.Execution;

/// <summary>Ends a visit as an incident. What holds it waits for a decision; what runs beside it goes on.</summary>
internal sealed record FaultActivity(Visit Visit, string Kind, string Message, bool IsRetryable) : Step
{
    public override void Apply(WorkflowRun run)
    {
        // A visit that ended before the failure (a composite failing on its child's completion may have) still has something to tell.
        Visit.MoveTo(ActivityStatus.Faulted);
        run.Bookmarks.BurnOf(Visit);
        run.Note(Visit, JournalEvent.Faulted);
        run.Incidents.Open(Visit, Kind, Message, IsRetryable);
    }
}
