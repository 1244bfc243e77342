using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Notices;

/// <summary>When somebody is told by mail that notices wait for them. Who never said is told once a day.</summary>
public sealed class NoticeMailing
{
    /// <summary>After it there is no mail about a notice any more: who was away for weeks looks by themselves.</summary>
    public static readonly TimeSpan MailFor = TimeSpan.FromDays(7);

    public required Guid AccountId { get; init; }

    public NoticeMailPace Pace { get; set; } = NoticeMailPace.Daily;

    /// <summary>When the mail of the day goes; Europe/Amsterdam. A time that the spring change skips is the first one after it.</summary>
    public TimeOnly DailyAt { get; set; } = new(8, 0);

    /// <summary>From then until <see cref="QuietUntil"/> nothing goes at once but danger, past midnight if need be; Europe/Amsterdam. Null, like the other, for who is never disturbed by it.</summary>
    public TimeOnly? QuietFrom { get; set; }

    /// <summary>Exclusive.</summary>
    public TimeOnly? QuietUntil { get; set; }

    /// <summary>From when on a mail may go about what one was told then; null for never. Danger to somebody does not wait, and is always mailed.</summary>
    public DateTimeOffset? MailAt(NoticeKind kind, DateTimeOffset toldAt) => Pace switch
    {
        _ when kind == NoticeKind.AcuteDanger => toldAt,
        NoticeMailPace.AtOnce => QuietFrom is { } from && QuietUntil is { } until && LegalTime.TimeOf(toldAt).IsBetween(from, until) ? Next(until, toldAt) : toldAt,
        NoticeMailPace.Daily => Next(DailyAt, toldAt),
        _ => null,
    };

    /// <summary>The first instant after this one at which it is that time.</summary>
    private static DateTimeOffset Next(TimeOnly time, DateTimeOffset after)
    {
        var day = LegalTime.DateOf(after);
        return LegalTime.At(day, time) is var today && today > after ? today : LegalTime.At(day.AddDays(1), time);
    }
}

public enum NoticeMailPace
{
    /// <summary>One mail for all of a day.</summary>
    Daily,

    /// <summary>Within minutes, save in the quiet hours.</summary>
    AtOnce,

    /// <summary>None, save of danger.</summary>
    Never,
}

internal sealed class NoticeMailingConfiguration : IEntityTypeConfiguration<NoticeMailing>
{
    public void Configure(EntityTypeBuilder<NoticeMailing> builder)
    {
        builder.HasKey(m => m.AccountId);
        builder.Property(m => m.AccountId).ValueGeneratedNever();
        builder.HasOne<Account>().WithOne().HasForeignKey<NoticeMailing>(m => m.AccountId);
    }
}
