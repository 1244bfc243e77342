using System.Globalization;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Notices;

namespace Regulatief.Tests.Features.Mails;

/// <summary>When one may be told of a notice, on the clock in Amsterdam.</summary>
public sealed class NoticeMailingTests
{
    [Theory]
    [InlineData("2026-11-24T06:59:00Z", "2026-11-24T07:00:00Z")] // 7:59, an hour from UTC
    [InlineData("2026-11-24T07:00:00Z", "2026-11-25T07:00:00Z")]
    [InlineData("2026-11-24T22:30:00Z", "2026-11-25T07:00:00Z")]
    [InlineData("2026-11-24T23:30:00Z", "2026-11-25T07:00:00Z")] // tomorrow already
    [InlineData("2026-07-24T05:00:00Z", "2026-07-24T06:00:00Z")]
    public void TellAt_OnceADay_IsTheNextTimeThatItIsTheHour(string toldAt, string mailAt) =>
        Mailing(NoticeMailPace.Daily).TellAt(NoticeChannel.Mail, NoticeKind.TaskAssigned, At(toldAt)).ShouldBe(At(mailAt));

    [Theory]
    [InlineData("2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")] // 2:30 is skipped, and 3:00 comes first
    [InlineData("2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")] // 2:30 is there twice, and the first counts
    [InlineData("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    public void TellAt_AnHourThatTheClockSkipsOrGivesTwice_IsOnceThatDay(string toldAt, string mailAt)
    {
        var mailing = Mailing(NoticeMailPace.Daily);
        mailing.DailyAt = new TimeOnly(2, 30);

        mailing.TellAt(NoticeChannel.Mail, NoticeKind.TaskAssigned, At(toldAt)).ShouldBe(At(mailAt));
    }

    [Theory]
    [InlineData("2026-11-24T12:00:00Z", "2026-11-24T12:00:00Z")]
    [InlineData("2026-11-24T20:59:00Z", "2026-11-24T20:59:00Z")]
    [InlineData("2026-11-24T21:00:00Z", "2026-11-25T06:00:00Z")] // quiet from 22:00
    [InlineData("2026-11-25T05:59:00Z", "2026-11-25T06:00:00Z")]
    [InlineData("2026-11-25T06:00:00Z", "2026-11-25T06:00:00Z")]
    public void TellAt_AtOnce_WaitsForTheEndOfTheQuietHours(string toldAt, string mailAt) =>
        Mailing(NoticeMailPace.AtOnce).TellAt(NoticeChannel.Mail, NoticeKind.TaskAssigned, At(toldAt)).ShouldBe(At(mailAt));

    [Theory]
    [InlineData(NoticeMailPace.Daily)]
    [InlineData(NoticeMailPace.AtOnce)]
    [InlineData(NoticeMailPace.Never)]
    public void TellAt_AcuteDanger_WaitsForNothing(NoticeMailPace pace) =>
        Mailing(pace).TellAt(NoticeChannel.Mail, NoticeKind.AcuteDanger, At("2026-11-25T01:00:00Z")).ShouldBe(At("2026-11-25T01:00:00Z"));

    [Fact]
    public void TellAt_Never_IsNever() => Mailing(NoticeMailPace.Never).TellAt(NoticeChannel.Mail, NoticeKind.TaskAssigned, At("2026-11-24T12:00:00Z")).ShouldBeNull();

    [Theory]
    [InlineData(NoticeChannel.Mail, "2026-11-25T07:00:00Z")]
    [InlineData(NoticeChannel.Sms, null)]
    [InlineData(NoticeChannel.Push, "2026-11-24T12:00:00Z")]
    public void TellAt_WhoNeverChose_IsMailedOnceADayAndToldAtOnceOnDevices(NoticeChannel channel, string? at) =>
        new NoticeMailing { AccountId = Guid.NewGuid() }.TellAt(channel, NoticeKind.TaskAssigned, At("2026-11-24T12:00:00Z")).ShouldBe(at is null ? null : At(at));

    [Theory]
    [InlineData(NoticeChannel.Mail)]
    [InlineData(NoticeChannel.Sms)]
    [InlineData(NoticeChannel.Push)]
    public void TellAt_AcuteDangerOfATopicThatOneWantsNothingOf_WaitsForNothing(NoticeChannel channel)
    {
        var mailing = Mailing(NoticeMailPace.AtOnce);
        (mailing.MailWithout, mailing.SmsWithout, mailing.PushWithout) = ([NoticeTopic.Signals], [NoticeTopic.Signals], [NoticeTopic.Signals]);

        mailing.TellAt(channel, NoticeKind.AcuteDanger, At("2026-11-25T01:00:00Z")).ShouldBe(At("2026-11-25T01:00:00Z"));
        mailing.TellAt(channel, NoticeKind.SignalShared, At("2026-11-25T01:00:00Z")).ShouldBeNull();
    }

    [Fact]
    public void TopicOf_EveryKind_HasOne() => Enum.GetValues<NoticeKind>().Select(NoticeTopics.TopicOf).Distinct().Order().ShouldBe(Enum.GetValues<NoticeTopic>());

    private static NoticeMailing Mailing(NoticeMailPace pace) => new() { AccountId = Guid.NewGuid(), Pace = pace, QuietFrom = new TimeOnly(22, 0), QuietUntil = new TimeOnly(7, 0) };

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);
}
