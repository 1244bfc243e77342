using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Accounts;

/// <summary>A mail that was promised to somebody.</summary>
public sealed class Mail : Sending
{
    /// <summary>What it says: subject and text stand in the templates under this name.</summary>
    public required MailKind Kind { get; init; }

    /// <summary>Where its link leads within this site, encrypted with the program's keys; wiped when it went. Null for the site itself.</summary>
    public string? Path { get; set; }

    /// <summary>The row that it is about: the driegesprek. Null for what is of the account itself.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>Which change of that row it tells. A later one makes it of no use.</summary>
    public int Sequence { get; init; }

    /// <summary>In which they are there, of one who has more roles; null where it is of the account itself.</summary>
    public AccountRole? Role { get; init; }

    public override void Send(DateTimeOffset at)
    {
        base.Send(at);
        Path = null;
    }

    public override void Fail(string failure, bool isOver, DateTimeOffset at)
    {
        base.Fail(failure, isOver, at);
        if (isOver) Path = null;
    }

    /// <summary>A link that is worth nothing any more, or was wiped, is asked for anew instead.</summary>
    public override bool CanBeTriedAgain(DateTimeOffset now) => base.CanBeTriedAgain(now) && Kind switch
    {
        MailKind.Notices or MailKind.UrgentNotices => true,
        MailKind.Meeting or MailKind.MeetingCalledOff => UntilAt > now,
        _ => UntilAt > now && Path is not null,
    };
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

internal sealed class MailConfiguration : IEntityTypeConfiguration<Mail>
{
    public void Configure(EntityTypeBuilder<Mail> builder)
    {
        builder.IsASending();
        builder.Property(m => m.Path).HasMaxLength(1000);
    }
}
