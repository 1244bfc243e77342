using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Execution;

/// <summary>All that must become true, together or not at all.</summary>
public sealed record RunResult
{
    /// <summary>The instance after the run; equal to the request's when nothing matched.</summary>
    public required WorkflowInstance Instance { get; init; }

    /// <summary>False when no bookmark took the stimulus: the host keeps an event for later, and tells a person "already done".</summary>
    public required bool Matched { get; init; }

    /// <summary>Those that outlive the run: one made and burned in it is in no list.</summary>
    public IReadOnlyList<Bookmark> BookmarksCreated { get; init; } = [];

    /// <summary>Those that the stimulus woke.</summary>
    public IReadOnlyList<Bookmark> BookmarksWoken { get; init; } = [];

    /// <summary>Those called off: their visit ended some other way.</summary>
    public IReadOnlyList<Bookmark> BookmarksCanceled { get; init; } = [];

    /// <summary>Every bookmark that was open before the run and is not any more.</summary>
    public IEnumerable<Bookmark> BookmarksBurned => BookmarksWoken.Concat(BookmarksCanceled);

    /// <summary>What happened to activities, to be appended after the instance's earlier entries.</summary>
    public IReadOnlyList<JournalEntry> Journal { get; init; } = [];

    /// <summary>Incidents that the run made.</summary>
    public IReadOnlyList<Incident> Incidents { get; init; } = [];

    /// <summary>Ids of earlier incidents that are settled: retried, or their visit was called off.</summary>
    public IReadOnlyList<Guid> IncidentsResolved { get; init; } = [];

    /// <summary>What domain activities ask the host to do, in order.</summary>
    public IReadOnlyList<Effect> Effects { get; init; } = [];

    /// <summary>What <c>Elsa.WriteLine</c> wrote, in order.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];
}
