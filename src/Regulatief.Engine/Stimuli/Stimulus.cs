using System.Text.Json.Nodes;

namespace Regulatief.Engine.Stimuli;

/// <summary>What arrives at an instance and is matched to what it waits for.</summary>
public abstract record Stimulus
{
    private Stimulus()
    {
    }

    /// <summary>Starts a new instance.</summary>
    /// <param name="Input">The workflow's inputs by name; null for none.</param>
    /// <param name="TriggerActivityId">The trigger that fired; null lets the definition decide (Elsa's order: start, Start, canStartWorkflow, no
    /// inbound, first).</param>
    public sealed record Start(JsonObject? Input = null, string? TriggerActivityId = null) : Stimulus;

    /// <summary>Wakes one bookmark by its id: a task completed, a timer due.</summary>
    /// <param name="Input">What the answer carried: activities of the host read <c>outcome</c> and <c>data</c>, an event its <c>payload</c>, a task
    /// or a started workflow its <c>result</c>.</param>
    public sealed record Resume(Guid BookmarkId, JsonObject? Input = null) : Stimulus;

    /// <summary>An event published by name, to all bookmarks of the instance that wait for it.</summary>
    public sealed record Event(string Name, JsonNode? Payload = null) : Stimulus;

    /// <summary>A decision on an incident: the failed activity is executed again, from its beginning and under the same execution id.</summary>
    public sealed record Retry(Guid IncidentId) : Stimulus;

    /// <summary>A decision on an incident: the failed activity counts as done, and the flow goes on from these outcomes.</summary>
    /// <param name="Outcomes">As the activity would have ended with; empty for <c>Done</c>.</param>
    public sealed record Skip(Guid IncidentId, IReadOnlyList<string> Outcomes) : Stimulus;

    /// <summary>A decision on an incident: the failed activity is given up, and another one of its flowchart is begun instead.</summary>
    /// <param name="ActivityId">One of <see cref="Execution.WorkflowRunner.MoveTargets"/>; any other matches nothing.</param>
    public sealed record Move(Guid IncidentId, string ActivityId) : Stimulus;

    /// <summary>Cancels the whole instance.</summary>
    public sealed record Cancel : Stimulus;
}
