using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Notices;

/// <summary>When, and by which ways, somebody is told outside of the product that notices wait for them. Who never said is mailed once a day, and told at once on a device that they added.</summary>
public sealed class NoticeMailing
{
    /// <summary>After it nobody is told of a notice any more: who was away for weeks looks by themselves.</summary>
    public static readonly TimeSpan TellFor = TimeSpan.FromDays(7);

    public required Guid AccountId { get; init; }

    /// <summary>Of mail.</summary>
    public NoticeMailPace Pace { get; set; } = NoticeMailPace.Daily;

    /// <summary>Of texts; null, for who never said, is never.</summary>
    public NoticeMailPace? SmsPace { get; set; }

    /// <summary>Of devices; null, for who never said, is at once.</summary>
    public NoticeMailPace? PushPace { get; set; }

    /// <summary>Of what no mail goes.</summary>
    public List<NoticeTopic> MailWithout { get; set; } = [];

    public List<NoticeTopic> SmsWithout { get; set; } = [];

    public List<NoticeTopic> PushWithout { get; set; } = [];

    /// <summary>When what goes once a day goes; Europe/Amsterdam. A time that the spring change skips is the first one after it.</summary>
    public TimeOnly DailyAt { get; set; } = new(8, 0);

    /// <summary>From then until <see cref="QuietUntil"/> nothing goes at once but danger, past midnight if need be; Europe/Amsterdam. Null, like the other, for who is never disturbed by it.</summary>
    public TimeOnly? QuietFrom { get; set; }

    /// <summary>Exclusive.</summary>
    public TimeOnly? QuietUntil { get; set; }

    public NoticeMailPace PaceOf(NoticeChannel channel) => channel switch
    {
        NoticeChannel.Mail => Pace,
        NoticeChannel.Sms => SmsPace ?? NoticeMailPace.Never,
        _ => PushPace ?? NoticeMailPace.AtOnce,
    };

    public IReadOnlyList<NoticeTopic> Without(NoticeChannel channel) => channel switch
    {
        NoticeChannel.Mail => MailWithout,
        NoticeChannel.Sms => SmsWithout,
        _ => PushWithout,
    };

    /// <summary>From when on they may be told this way of a notice of then; null for never. Danger to somebody does not wait, and always goes.</summary>
    public DateTimeOffset? TellAt(NoticeChannel channel, NoticeKind kind, DateTimeOffset at) => PaceOf(channel) switch
    {
        _ when kind == NoticeKind.AcuteDanger => at,
        _ when Without(channel).Contains(NoticeTopics.TopicOf(kind)) => null,
        NoticeMailPace.AtOnce => QuietFrom is { } from && QuietUntil is { } until && LegalTime.TimeOf(at).IsBetween(from, until) ? Next(until, at) : at,
        NoticeMailPace.Daily => Next(DailyAt, at),
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
    /// <summary>Once, for all of a day.</summary>
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
