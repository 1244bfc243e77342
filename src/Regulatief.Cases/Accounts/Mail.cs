using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Accounts;

/// <summary>A mail that was promised to somebody: the row is the promise. It is sent at most once, and says nothing of a client.</summary>
public sealed class Mail
{
    public static readonly TimeSpan RetainFor = TimeSpan.FromDays(30);

    /// <summary>As the failure of one that a later mail says it all of: it went unsent, and nothing is wrong.</summary>
    public const string Outdated = "outdated";

    internal const int MaxFailure = 100;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>To whom: the address is the one that the account has when it is sent.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>What it says: subject and text stand in the resources under this name.</summary>
    public required MailKind Kind { get; init; }

    /// <summary>Where its link leads within this site, encrypted with the program's keys; wiped when it went. Null for the site itself.</summary>
    public string? Path { get; set; }

    /// <summary>The row that it is about: the driegesprek. Null for what is of the account itself.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>Which change of that row it tells. A later one makes it of no use.</summary>
    public int Sequence { get; init; }

    /// <summary>In which they are there, of one who has more roles; null where it is of the account itself.</summary>
    public AccountRole? Role { get; init; }

    public required DateTimeOffset PromisedAt { get; init; }

    /// <summary>From then on it is of no use to send it.</summary>
    public required DateTimeOffset UntilAt { get; init; }

    /// <summary>UTC, inclusive: when it is tried, or tried again.</summary>
    public required DateTimeOffset DueAt { get; set; }

    public int Attempts { get; private set; }

    /// <summary>Set in a commit before it is handed on, so that nobody hands it on a second time: a process that stops between may lose it, and the person asks again.</summary>
    public DateTimeOffset? TakenAt { get; set; }

    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>A code; null when nothing failed.</summary>
    public string? Failure { get; private set; }

    public void Send(DateTimeOffset at) => (SentAt, Path, Failure) = (at, null, null);

    /// <param name="mayHaveGone">Whether the other side may have taken it all the same: then it is not tried again.</param>
    public void Fail(string failure, bool mayHaveGone, DateTimeOffset at)
    {
        Failure = failure.Length > MaxFailure ? failure[..MaxFailure] : failure;
        Attempts++;
        if (mayHaveGone) Path = null;
        else (TakenAt, DueAt) = (null, at + FirstPause * Math.Pow(2, Math.Min(Attempts - 1, 6)));
    }
}

public enum MailKind
{
    Invitation,
    ForgottenPassword,

    /// <summary>When a driegesprek is: agreed for the first time, or anew.</summary>
    Meeting,

    /// <summary>A driegesprek is not when it was agreed.</summary>
    MeetingCalledOff,

    /// <summary>There is something to read.</summary>
    Notices,

    /// <summary>There is something to read, and it does not wait.</summary>
    UrgentNotices,
}

public static class MailQueries
{
    /// <summary>What is to be sent now.</summary>
    public static IQueryable<Mail> DueBy(this IQueryable<Mail> mails, DateTimeOffset now) => mails.Where(m => m.TakenAt == null && m.DueAt <= now && m.UntilAt > now);

    /// <summary>What did not go and will not: refused, of no use any more, or taken before that instant by a process that never said how it went.</summary>
    public static IQueryable<Mail> NotSent(this IQueryable<Mail> mails, DateTimeOffset now, DateTimeOffset takenBefore) =>
        mails.Where(m => m.SentAt == null && m.Failure != Mail.Outdated
            && ((m.TakenAt == null && m.UntilAt <= now) || (m.TakenAt != null && (m.Failure != null || m.TakenAt < takenBefore))));
}

internal sealed class MailConfiguration : IEntityTypeConfiguration<Mail>
{
    public void Configure(EntityTypeBuilder<Mail> builder)
    {
        builder.Property(m => m.Path).HasMaxLength(1000);
        builder.Property(m => m.Failure).HasMaxLength(Mail.MaxFailure);
        builder.HasOne<Account>().WithMany().HasForeignKey(m => m.AccountId);
        builder.HasIndex(m => new { m.TakenAt, m.DueAt });
        builder.HasIndex(m => m.PromisedAt);
    }
}
