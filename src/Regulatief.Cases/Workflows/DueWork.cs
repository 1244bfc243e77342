using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Workflows;

/// <summary>A promise to do something at an instant: the row is the promise, a job is only the nudge. Kept promises are deleted.</summary>
public sealed class DueWork
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required DueWorkKind Kind { get; init; }

    public required CaseId CaseId { get; init; }

    /// <summary>The bookmark or the task. Unique with <see cref="Kind"/> and <see cref="Generation"/>.</summary>
    public required Guid SubjectId { get; init; }

    public int Generation { get; init; } = 1;

    /// <summary>UTC, inclusive: never early.</summary>
    public required DateTimeOffset DueAt { get; set; }

    /// <summary>Set while the case is paused: terms stand still.</summary>
    public bool IsSuspended { get; set; }

    public int Attempts { get; set; }
}

public enum DueWorkKind
{
    /// <summary>A bookmark's wait ends by itself.</summary>
    Bookmark,
    TaskReminder,
    TaskEscalation,

    /// <summary>An event that another instance published waits in this instance's inbox.</summary>
    Inbox,
}
