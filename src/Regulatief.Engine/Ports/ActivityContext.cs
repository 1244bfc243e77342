using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Instances;

namespace Regulatief.Engine.Ports;

/// <summary>What one visit to an activity sees and may do.</summary>
public abstract class ActivityContext
{
    /// <summary>The activity as drawn: its inputs as written, not evaluated.</summary>
    public abstract ActivityNode Node { get; }

    /// <summary>The id of this visit; stable over the waits in it.</summary>
    public abstract Guid ExecutionId { get; }

    /// <summary>The instance that the visit belongs to; with <see cref="ExecutionId"/> the key for anything done outside.</summary>
    public abstract Guid InstanceId { get; }

    /// <summary>The instant of the run, UTC.</summary>
    public abstract DateTimeOffset Now { get; }

    /// <summary>Whether the stimulus that started the workflow named this activity, and this is the visit it meant: a trigger does not wait
    /// then.</summary>
    public abstract bool IsTrigger { get; }

    /// <summary>The host's snapshot.</summary>
    /// <exception cref="InvalidOperationException">The run was given no facts of this type.</exception>
    public abstract T Facts<T>() where T : class;

    /// <summary>The host's snapshot, or null when the run was given none of this type (an engine-only run).</summary>
    public abstract T? FactsOrNull<T>() where T : class;

    /// <summary>An input, evaluated now and converted; <paramref name="fallback"/> when the node does not give it or it evaluates to null.</summary>
    public abstract T Input<T>(string name, T fallback);

    /// <summary>An input evaluated as JSON, for structured values; null when not given.</summary>
    public abstract JsonNode? InputJson(string name);

    /// <summary>State of this visit that outlives a wait; small, no client content.</summary>
    public abstract JsonObject State { get; }

    /// <summary>Writes an output to the variable that the node maps it to, if any.</summary>
    public abstract void SetOutput(string name, JsonNode? value);

    /// <summary>Waits.</summary>
    /// <param name="key">What a stimulus must carry to match; null when only the bookmark's id wakes it.</param>
    /// <param name="dueAt">When the wait ends by itself, UTC; null for never.</param>
    public abstract Bookmark Wait(string? key = null, DateTimeOffset? dueAt = null, JsonNode? payload = null);

    /// <summary>Ends the visit with these outcomes, <c>Done</c> when none is named.</summary>
    public abstract void Complete(params string[] outcomes);

    /// <summary>Asks the host for something, in the run's commit.</summary>
    public abstract void Emit(Effect effect);

    /// <summary>Ends the visit as an incident; the rest of the workflow goes on.</summary>
    public abstract void Fault(string kind, string message, bool isRetryable = false);
}
