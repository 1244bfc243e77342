using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Accounts;

/// <summary>Something that was promised to be sent to somebody: the row is the promise. It is sent at most once, and says nothing of a client.</summary>
public abstract class Sending
{
    public static readonly TimeSpan RetainFor = TimeSpan.FromDays(30);

    /// <summary>As the failure of one that is of no use any more: it went unsent, and nothing is wrong.</summary>
    public const string Outdated = "outdated";

    internal const int MaxFailure = 100;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    /// <summary>How much longer one is of use that somebody has tried again after its time.</summary>
    private static readonly TimeSpan OfUseAgain = TimeSpan.FromDays(1);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>To whom: where it goes is what the account says when it is sent.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>An administrator sent it to themselves, to see that it comes: it holds made-up values.</summary>
    public bool IsTest { get; init; }

    public required DateTimeOffset PromisedAt { get; init; }

    /// <summary>From then on it is of no use to send it.</summary>
    public required DateTimeOffset UntilAt { get; set; }

    /// <summary>UTC, inclusive: when it is tried, or tried again.</summary>
    public required DateTimeOffset DueAt { get; set; }

    public int Attempts { get; private set; }

    /// <summary>Set in a commit before it is handed on, so that nobody hands it on a second time: a process that stops between may lose it.</summary>
    public DateTimeOffset? TakenAt { get; set; }

    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>A code; null when nothing failed.</summary>
    public string? Failure { get; private set; }

    public virtual void Send(DateTimeOffset at) => (SentAt, Failure) = (at, null);

    /// <param name="isOver">Whether it is not tried again by itself: it was refused for good, or the other side may have taken it all the same.</param>
    public virtual void Fail(string failure, bool isOver, DateTimeOffset at)
    {
        Failure = failure.Length > MaxFailure ? failure[..MaxFailure] : failure;
        Attempts++;
        if (!isOver) (TakenAt, DueAt) = (null, at + FirstPause * Math.Pow(2, Math.Min(Attempts - 1, 6)));
    }

    /// <summary>Whether somebody who took the cause away can have it tried again.</summary>
    public virtual bool CanBeTriedAgain(DateTimeOffset now) => SentAt is null;

    public void TryAgain(DateTimeOffset now) => (TakenAt, Failure, DueAt, UntilAt) = (null, null, now, UntilAt > now ? UntilAt : now + OfUseAgain);
}

public static class SendingQueries
{
    /// <summary>What is to be sent now.</summary>
    public static IQueryable<T> DueBy<T>(this IQueryable<T> sendings, DateTimeOffset now)
        where T : Sending => sendings.Where(s => s.TakenAt == null && s.DueAt <= now && s.UntilAt > now);

    /// <summary>What did not go and will not: refused, of no use any more, or taken before that instant by a process that never said how it went.</summary>
    public static IQueryable<T> NotSent<T>(this IQueryable<T> sendings, DateTimeOffset now, DateTimeOffset takenBefore)
        where T : Sending => sendings.Where(s => s.SentAt == null && s.Failure != Sending.Outdated
            && ((s.TakenAt == null && s.UntilAt <= now) || (s.TakenAt != null && (s.Failure != null || s.TakenAt < takenBefore))));

    internal static void IsASending<T>(this EntityTypeBuilder<T> builder)
        where T : Sending
    {
        builder.Property(s => s.Failure).HasMaxLength(Sending.MaxFailure);
        builder.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId);
        builder.HasIndex(s => new { s.TakenAt, s.DueAt });
        builder.HasIndex(s => s.PromisedAt);
    }
}
