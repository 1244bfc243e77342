using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Promises;

/// <summary>A promise to do something at an instant: the row is the promise, a job is only the nudge. Kept promises are deleted.</summary>
/// <remarks>Only <see cref="Promise"/> makes one, and <see cref="PromiseRules"/> says how each kind behaves.</remarks>
public sealed class DueWork
{
    internal const int MaxFailure = 200;

    /// <summary>What was begun so often and ended neither well nor badly took the process with it.</summary>
    public const int MaxStarts = 3;

    /// <summary>As the failure of work that was parked for that.</summary>
    public const string KilledTheProcess = "killed-the-process";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    internal DueWork()
    {
    }

    public required Guid Id { get; init; }

    public required DueWorkKind Kind { get; init; }

    public required CaseId CaseId { get; init; }

    /// <summary>The row it is about: see <see cref="PromiseRule.About"/>. Unique with <see cref="Kind"/> and <see cref="Generation"/>.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>1 for the first; one more for what is done again and again about the same subject.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>UTC, inclusive: never early.</summary>
    public required DateTimeOffset DueAt { get; set; }

    /// <summary>Whether a pause of the case stops its clock. False for clocks that the law keeps running, and for what is no term.</summary>
    public required bool StandsStillInPause { get; init; }

    /// <summary>Since when its clock stands still; null while it runs.</summary>
    public DateTimeOffset? SuspendedAt { get; internal set; }

    public int Attempts { get; private set; }

    /// <summary>After a failed attempt: not before this instant. Null when nothing failed.</summary>
    public DateTimeOffset? RetryAt { get; private set; }

    /// <summary>Set when it failed too often: nothing tries it any more until a person says so.</summary>
    public DateTimeOffset? ParkedAt { get; private set; }

    /// <summary>Why the last attempt failed: a code, a type or ids; no client content.</summary>
    public string? Failure { get; private set; }

    /// <summary>How often it was begun by a process that did not say how it ended. Counted before it is tried: see <see cref="Promise.BeginAsync"/>.</summary>
    public int Starts { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>The process that began it last; null before the first.</summary>
    public Guid? StartedBy { get; private set; }

    /// <summary>Waits longer after each failure, then is parked, so that poison neither blocks its neighbours nor is lost.</summary>
    public void Fail(string failure, DateTimeOffset at)
    {
        Failure = failure.Length > MaxFailure ? failure[..MaxFailure] : failure;
        Attempts++;
        (Starts, StartedAt, StartedBy) = (0, null, null);
        if (Attempts >= PromiseRules.For(Kind).Tries) ParkedAt = at;
        else RetryAt = at + Shortest(FirstPause * Math.Pow(2, Attempts - 1), LongestPause);
    }

    /// <summary>It took the process with it each time that it was begun.</summary>
    public void ParkAsDeadly(DateTimeOffset at) => (ParkedAt, Failure) = (at, KilledTheProcess);

    /// <summary>Keeps others from it until then. When its taker is gone by that time it is simply due again.</summary>
    public void Claim(DateTimeOffset until) => RetryAt = until;

    /// <summary>Lets it be tried again, as often as at first.</summary>
    public void Unpark()
    {
        (Attempts, RetryAt, ParkedAt) = (0, null, null);
        (Starts, StartedAt, StartedBy) = (0, null, null);
    }

    private static TimeSpan Shortest(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

public enum DueWorkKind
{
    /// <summary>A bookmark's wait ends by itself.</summary>
    Bookmark,

    /// <summary>Something comes back on a day; it wakes a bookmark too.</summary>
    FollowUp,
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

    /// <summary>The parties are told that what they agreed ends, or has ended; <see cref="DueWork.Generation"/> tells which time it is.</summary>
    AgreementEnd,

    /// <summary>Acute danger is called out again; <see cref="DueWork.Generation"/> is how often it was.</summary>
    DangerCall,

    /// <summary>A case, or a part of it, is erased.</summary>
    Erasure,

    /// <summary>The case passes to another professional.</summary>
    Handover,

    /// <summary>Those who meet are sent what their calendars are to hold; <see cref="DueWork.Generation"/> is <see cref="Meetings.ThreeWayMeeting.Sequence"/>.</summary>
    Calendar,

    /// <summary>That no contact was logged in a pairing for longer than was agreed is noticed.</summary>
    ContactSilence,

    /// <summary>Somebody is reminded of a case, as they asked; <see cref="DueWork.Generation"/> is the number of the day.</summary>
    OwnReminder,

    /// <summary>An escalation of several is answered (1), or that is taken back (2): see <see cref="DueWork.Generation"/>.</summary>
    EscalationAnswer,

    /// <summary>The last day of a volunteer who leaves is over.</summary>
    VolunteerLeaving,
}

public static class DueWorkQueries
{
    /// <summary>What is to be done now: not suspended, not parked, and not waiting after a failed attempt.</summary>
    public static IQueryable<DueWork> DueBy(this IQueryable<DueWork> works, DateTimeOffset now) =>
        works.Where(w => w.DueAt <= now && w.SuspendedAt == null && w.ParkedAt == null && (w.RetryAt == null || w.RetryAt <= now));
}
