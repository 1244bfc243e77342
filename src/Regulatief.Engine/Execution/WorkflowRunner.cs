using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;
using Regulatief.Engine.Stimuli;

namespace Regulatief.Engine.Execution;

/// <summary>Calculates runs. Holds nothing between them, so one serves all threads.</summary>
public sealed class WorkflowRunner(IActivityCatalog catalog)
{
    private const string EventActivityType = "Elsa.Event";

    /// <summary>Applies one stimulus and runs on until everything waits or is done.</summary>
    /// <remarks>A failing activity is an <see cref="Incident"/> in the result, never an exception.</remarks>
    /// <exception cref="InvalidOperationException">The request contradicts itself: the instance is of another definition, or holds activities that
    /// it lacks.</exception>
    public RunResult Run(RunRequest request)
    {
        var (definition, instance) = (request.Definition, request.Instance);
        if (definition.DefinitionId != instance.DefinitionId || definition.Version != instance.DefinitionVersion)
        {
            throw new InvalidOperationException(
                $"Instance {instance.Id} is of {instance.DefinitionId} version {instance.DefinitionVersion}, "
                + $"not of {definition.DefinitionId} version {definition.Version}.");
        }

        var run = new WorkflowRun(request, catalog);
        RunOpening.Restore(run);
        var matched = instance.Status == WorkflowStatus.Running && request.Stimulus switch
        {
            Stimulus.Start start => Start(run, start),
            Stimulus.Resume resume => Resume(run, resume),
            Stimulus.Event published => Publish(run, published),
            Stimulus.Retry retry => Decide(run, retry.IncidentId, visit => new RetryActivity(visit)),
            Stimulus.Skip skip => Decide(run, skip.IncidentId, visit => new SkipActivity(visit, skip.Outcomes)),
            Stimulus.Move move => TargetsOf(run, move.IncidentId).FirstOrDefault(t => t.Id == move.ActivityId) is { } target
                && Decide(run, move.IncidentId, visit => new MoveActivity(visit, target)),
            Stimulus.Cancel => Cancel(run),
            _ => throw new InvalidOperationException($"Instance {instance.Id} was given a {request.Stimulus.GetType().Name}, which no run knows."),
        };
        return matched ? RunClosing.ToResult(run) : new RunResult { Instance = instance, Matched = false };
    }

    /// <summary>The activities that a <see cref="Stimulus.Move"/> may name for an incident: those that can be begun instead, so that every join
    /// still comes out even. None outside a flowchart.</summary>
    public IReadOnlyList<ActivityNode> MoveTargets(WorkflowDefinition definition, WorkflowInstance instance, Guid incidentId)
    {
        var request = new RunRequest { Definition = definition, Instance = instance, Stimulus = new Stimulus.Move(incidentId, ""), Now = DateTimeOffset.UnixEpoch, Seed = 0 };
        var run = new WorkflowRun(request, catalog);
        RunOpening.Restore(run);
        return TargetsOf(run, incidentId);
    }

    private static IReadOnlyList<ActivityNode> TargetsOf(WorkflowRun run, Guid incidentId) =>
        FailedVisit(run, incidentId) is { Parent: { Activity: CompositeActivity composite } owner } failed ? composite.TargetsInsteadOf(owner, failed) : [];

    private static Visit? FailedVisit(WorkflowRun run, Guid incidentId) =>
        run.Incidents.StillOpen.FirstOrDefault(i => i.Id == incidentId) is { } incident
        && run.Visits.Find(v => v.Id == incident.ActivityExecutionId) is { Status: ActivityStatus.Faulted } visit ? visit : null;

    private static bool Start(WorkflowRun run, Stimulus.Start start)
    {
        if (run.Request.Instance.SubStatus != WorkflowSubStatus.Pending)
        {
            return false;
        }

        run.Data.Begin(run.Definition, start.Input);
        run.PendingTriggerId = run.StartedBy = start.TriggerActivityId;
        run.Enqueue(new ScheduleActivity(run.Definition.Root, Owner: null, Variables: []));
        run.Drain();
        return true;
    }

    private static bool Resume(WorkflowRun run, Stimulus.Resume resume) => Wake(run, resume.BookmarkId, resume.Input);

    private static bool Publish(WorkflowRun run, Stimulus.Event published)
    {
        var input = new JsonObject { ["payload"] = published.Payload?.DeepClone() };
        var waiting = run.Bookmarks.Open.Where(b => b.Name == EventActivityType && b.Key == published.Name).ToList();

        // One after the other, each to its rest. What the first one leads to may call the next one off.
        return waiting.Aggregate(false, (matched, bookmark) => Wake(run, bookmark.Id, input) || matched);
    }

    private static bool Wake(WorkflowRun run, Guid bookmarkId, JsonObject? input)
    {
        if (run.Bookmarks.Open.FirstOrDefault(b => b.Id == bookmarkId) is not { } bookmark)
        {
            return false;
        }

        run.Enqueue(new ResumeBookmark(bookmark, input ?? []));
        run.Drain();
        return true;
    }

    private static bool Decide(WorkflowRun run, Guid incidentId, Func<Visit, Step> decision)
    {
        if (FailedVisit(run, incidentId) is not { } visit)
        {
            return false;
        }

        run.Enqueue(decision(visit));
        run.Drain();
        return true;
    }

    private static bool Cancel(WorkflowRun run)
    {
        run.End(WorkflowSubStatus.Cancelled);
        return true;
    }
}
