using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Workflows;

/// <summary>A promise to do something at an instant: the row is the promise, a job is only the nudge. Kept promises are deleted.</summary>
public sealed class DueWork
{
    public const int MaxAttempts = 5;

    /// <summary>Of a message to a system outside: one that is away for a night is no poison. Some sixteen hours.</summary>
    public const int MaxSendings = 20;

    internal const int MaxFailure = 200;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

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

    public int Attempts { get; private set; }

    /// <summary>After a failed attempt: not before this instant. Null when nothing failed.</summary>
    public DateTimeOffset? RetryAt { get; private set; }

    /// <summary>Set when it failed too often: nothing tries it any more until a person says so.</summary>
    public DateTimeOffset? ParkedAt { get; private set; }

    /// <summary>Why the last attempt failed: a code, a type or ids; no client content.</summary>
    public string? Failure { get; private set; }

    /// <summary>Waits longer after each failure, then is parked, so that poison neither blocks its neighbours nor is lost.</summary>
    public void Fail(string failure, DateTimeOffset at)
    {
        Failure = failure.Length > MaxFailure ? failure[..MaxFailure] : failure;
        Attempts++;
        if (Attempts >= (Kind == DueWorkKind.Outbox ? MaxSendings : MaxAttempts)) ParkedAt = at;
        else RetryAt = at + Shortest(FirstPause * Math.Pow(2, Attempts - 1), LongestPause);
    }

    /// <summary>Keeps others from it until then. When its taker is gone by that time it is simply due again.</summary>
    public void Claim(DateTimeOffset until) => RetryAt = until;

    private static TimeSpan Shortest(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>Lets it be tried again, as often as at first.</summary>
    public void Unpark() => (Attempts, RetryAt, ParkedAt) = (0, null, null);
}

public enum DueWorkKind
{
    /// <summary>A bookmark's wait ends by itself.</summary>
    Bookmark,
    TaskReminder,
    TaskEscalation,

    /// <summary>Something waits in an instance's inbox.</summary>
    Inbox,

    /// <summary>A failed activity is tried again.</summary>
    IncidentRetry,

    /// <summary>A message is sent to a system outside.</summary>
    Outbox,

    /// <summary>The case moves to another version of its cycle.</summary>
    Migration,
}

public static class DueWorkQueries
{
    /// <summary>What is to be done now: not suspended, not parked, and not waiting after a failed attempt.</summary>
    public static IQueryable<DueWork> DueBy(this IQueryable<DueWork> works, DateTimeOffset now) =>
        works.Where(w => w.DueAt <= now && !w.IsSuspended && w.ParkedAt == null && (w.RetryAt == null || w.RetryAt <= now));
}
