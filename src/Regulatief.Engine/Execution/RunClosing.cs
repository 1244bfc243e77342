using Regulatief.Engine.Instances;

namespace Regulatief.Engine.Execution;

/// <summary>Puts a run's outcome together: the instance to store, and all that changed.</summary>
internal static class RunClosing
{
    public static RunResult ToResult(WorkflowRun run)
    {
        var subStatus = SubStatusOf(run);
        var isFinished = subStatus is WorkflowSubStatus.Finished or WorkflowSubStatus.Cancelled;
        var before = run.Request.Instance;
        return new RunResult
        {
            Matched = true,
            Instance = new WorkflowInstance
            {
                Id = before.Id,
                DefinitionId = before.DefinitionId,
                DefinitionVersion = before.DefinitionVersion,
                Status = isFinished ? WorkflowStatus.Finished : WorkflowStatus.Running,
                SubStatus = subStatus,
                Name = run.Data.Name,
                CorrelationId = run.Data.CorrelationId,
                Bookmarks = [.. run.Bookmarks.Open],
                Incidents = [.. run.Incidents.StillOpen],
                Variables = [.. run.Data.Variables.Where(v => v.IsStored)],
                Executions = isFinished ? [] : [.. StillNeeded(run.Visits).Select(v => v.ToStored())],
                Inputs = run.Data.Inputs,
                Outputs = run.Data.Outputs,
                Outcomes = run.Data.Outcomes,
                JournalSequence = before.JournalSequence + run.Journal.Count,
                IsRootCompleted = run.IsRootCompleted,
            },
            BookmarksCreated = run.Bookmarks.Created,
            BookmarksWoken = run.Bookmarks.Woken,
            BookmarksCanceled = run.Bookmarks.Canceled,
            Journal = run.Journal,
            Incidents = run.Incidents.Made,
            IncidentsResolved = run.Incidents.Resolved,
            Effects = run.Effects,
            Lines = run.Lines,
        };
    }

    private static WorkflowSubStatus SubStatusOf(WorkflowRun run) =>
        run.EndedAs ?? (run.Incidents.StillOpen.Count > 0 ? WorkflowSubStatus.Faulted
            : run.IsRootCompleted && run.Visits.Count == 0 ? WorkflowSubStatus.Finished
            : WorkflowSubStatus.Suspended);

    /// <summary>Visits that are not over, and those that are but still hold one that is not.</summary>
    private static IEnumerable<Visit> StillNeeded(List<Visit> visits)
    {
        // Elsa 3 turns the order round each time it stores an instance, and calls off losers of a race in the order it finds them.
        return visits.AsEnumerable().Reverse().Concat(visits.SelectMany(v => v.SelfAndAncestors())).Distinct();
    }
}
