using Regulatief.Engine.Instances;

namespace Regulatief.Engine.Execution;

/// <summary>Ends a visit as an incident. What holds it waits for a decision; what runs beside it goes on.</summary>
internal sealed record FaultActivity(Visit Visit, string Kind, string Message, bool IsRetryable) : Step
{
    public override void Apply(WorkflowRun run)
    {
        if (Visit.Status != ActivityStatus.Running)
        {
            // A flowchart that is over can still fail on what a branch that outlived it brings. Nobody waits for that: the branch ends here.
            return;
        }

        Visit.MoveTo(ActivityStatus.Faulted);
        run.Bookmarks.BurnOf(Visit);
        run.Note(Visit, JournalEvent.Faulted);
        run.Incidents.Open(Visit, Kind, Message, IsRetryable);
    }
}
