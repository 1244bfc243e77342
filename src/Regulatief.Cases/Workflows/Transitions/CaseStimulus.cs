using System.Text.Json.Nodes;
using Regulatief.Cases.HumanTasks;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Stimuli;

namespace Regulatief.Cases.Workflows.Transitions;

/// <summary>What happens to a case and moves its workflows.</summary>
public abstract record CaseStimulus
{
    private CaseStimulus()
    {
    }

    /// <summary>A workflow is started for it.</summary>
    /// <param name="Signal">The signal that it follows; null for the case's cycle.</param>
    public sealed record Start(WorkflowDefinition Definition, JsonObject? Input, SignalRead? Signal) : CaseStimulus;

    /// <summary>One wait of one instance is over: a task was done, an instant came, an answer arrived.</summary>
    /// <param name="Done">The task that was done; it is not called off then. Null when it was something else.</param>
    public sealed record Resume(WorkflowInstanceId InstanceId, Guid BookmarkId, JsonObject Input, HumanTaskId? Done = null) : CaseStimulus;

    /// <summary>A task was done for which no workflow waits.</summary>
    public sealed record TaskDone(HumanTaskId Id) : CaseStimulus;

    /// <summary>Something happened that the cycle may wait for. When it does not, or not yet, it is kept.</summary>
    /// <param name="Clocks">What it does to the clocks of the case; null for nothing.</param>
    public sealed record Event(string Name, ClockChange? Clocks = null) : CaseStimulus;

    /// <summary>What others put in the inbox of an instance is handed to it.</summary>
    public sealed record Delivery(WorkflowInstanceId InstanceId) : CaseStimulus;

    /// <summary>Somebody decided about a failed activity.</summary>
    public sealed record Decision(WorkflowInstanceId InstanceId, Stimulus Decided) : CaseStimulus;
}

/// <summary>What an event does to the clocks of a case.</summary>
public abstract record ClockChange
{
    private ClockChange()
    {
    }

    /// <summary>Terms stand still from now.</summary>
    public sealed record Stop : ClockChange;

    /// <summary>Terms go on, as many days later as they stood still.</summary>
    /// <param name="Since">When the pause began.</param>
    public sealed record GoOn(DateTimeOffset Since) : ClockChange;
}
