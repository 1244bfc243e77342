namespace Regulatief.Engine.Instances;

/// <summary>What happened to an activity in one run, in order, append-only.</summary>
/// <param name="Sequence">1 for the instance's first entry, without gaps.</param>
/// <param name="Event">What happened to it.</param>
/// <param name="Outcomes">The outcomes it completed with; empty for other events.</param>
public sealed record JournalEntry(
    int Sequence,
    string ActivityId,
    string NodeId,
    string ActivityType,
    Guid ActivityExecutionId,
    JournalEvent Event,
    IReadOnlyList<string> Outcomes,
    DateTimeOffset At);

/// <summary>The kinds of journal entry.</summary>
public enum JournalEvent
{
    /// <summary>Visited for the first time, or again after a failure.</summary>
    Started,

    /// <summary>It made bookmarks and waits.</summary>
    Suspended,

    /// <summary>A stimulus woke one of its bookmarks.</summary>
    Resumed,

    /// <summary>It ended by itself.</summary>
    Completed,

    /// <summary>It was ended from outside: a race lost, or what holds it ended.</summary>
    Canceled,

    /// <summary>It failed; there is an incident with its execution id.</summary>
    Faulted,

    /// <summary>The instance goes on in another version, where the visit is one to the activity that the entry names.</summary>
    Moved,
}
