using Regulatief.Engine.Instances;

namespace Regulatief.Engine.Execution;

/// <summary>All that must become true, together or not at all.</summary>
public sealed record RunResult
{
    /// <summary>The instance after the run; equal to the request's when nothing matched.</summary>
    public required WorkflowInstance Instance { get; init; }

    /// <summary>False when no bookmark took the stimulus: the host keeps an event for later, and tells a person "already done".</summary>
    public required bool Matched { get; init; }

    public IReadOnlyList<Bookmark> BookmarksCreated { get; init; } = [];

    public IReadOnlyList<Bookmark> BookmarksBurned { get; init; } = [];

    public IReadOnlyList<JournalEntry> Journal { get; init; } = [];

    public IReadOnlyList<Incident> Incidents { get; init; } = [];

    /// <summary>What domain activities ask the host to do, in order.</summary>
    public IReadOnlyList<Effect> Effects { get; init; } = [];

    /// <summary>What <c>Elsa.WriteLine</c> wrote, in order.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];
}

/// <summary>Something an activity asks of the host, applied in the run's commit. Activities write nothing themselves.</summary>
public abstract record Effect;

/// <summary>Elsa 3's <c>PublishEvent</c>: goes through the other instances' inboxes, in the same commit.</summary>
/// <param name="IsLocal">Only this instance hears it.</param>
public sealed record PublishEventEffect(string EventName, string? CorrelationId, bool IsLocal, System.Text.Json.Nodes.JsonNode? Payload) : Effect;
