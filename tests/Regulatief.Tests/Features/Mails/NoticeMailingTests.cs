using System.Globalization;
using Regulatief.Cases.Notices;

namespace Regulatief.Tests.Features.Mails;

/// <summary>When a mail about a notice may go, on the clock in Amsterdam.</summary>
public sealed class NoticeMailingTests
{
    [Theory]
    [InlineData("2026-11-24T06:59:00Z", "2026-11-24T07:00:00Z")] // 7:59, an hour from UTC
    [InlineData("2026-11-24T07:00:00Z", "2026-11-25T07:00:00Z")]
    [InlineData("2026-11-24T22:30:00Z", "2026-11-25T07:00:00Z")]
    [InlineData("2026-11-24T23:30:00Z", "2026-11-25T07:00:00Z")] // tomorrow already
    [InlineData("2026-07-24T05:00:00Z", "2026-07-24T06:00:00Z")]
    public void MailAt_OnceADay_IsTheNextTimeThatItIsTheHour(string toldAt, string mailAt) =>
        Mailing(NoticeMailPace.Daily).MailAt(NoticeKind.TaskAssigned, At(toldAt)).ShouldBe(At(mailAt));

    [Theory]
    [InlineData("2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")] // 2:30 is skipped, and 3:00 comes first
    [InlineData("2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")] // 2:30 is there twice, and the first counts
    [InlineData("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    public void MailAt_AnHourThatTheClockSkipsOrGivesTwice_IsOnceThatDay(string toldAt, string mailAt)
    {
        var mailing = Mailing(NoticeMailPace.Daily);
        mailing.DailyAt = new TimeOnly(2, 30);

        mailing.MailAt(NoticeKind.TaskAssigned, At(toldAt)).ShouldBe(At(mailAt));
    }

    [Theory]
    [InlineData("2026-11-24T12:00:00Z", "2026-11-24T12:00:00Z")]
    [InlineData("2026-11-24T20:59:00Z", "2026-11-24T20:59:00Z")]
    [InlineData("2026-11-24T21:00:00Z", "2026-11-25T06:00:00Z")] // quiet from 22:00
    [InlineData("2026-11-25T05:59:00Z", "2026-11-25T06:00:00Z")]
    [InlineData("2026-11-25T06:00:00Z", "2026-11-25T06:00:00Z")]
    public void MailAt_AtOnce_WaitsForTheEndOfTheQuietHours(string toldAt, string mailAt) =>
        Mailing(NoticeMailPace.AtOnce).MailAt(NoticeKind.TaskAssigned, At(toldAt)).ShouldBe(At(mailAt));

    [Theory]
    [InlineData(NoticeMailPace.Daily)]
    [InlineData(NoticeMailPace.AtOnce)]
    [InlineData(NoticeMailPace.Never)]
    public void MailAt_AcuteDanger_WaitsForNothing(NoticeMailPace pace) =>
        Mailing(pace).MailAt(NoticeKind.AcuteDanger, At("2026-11-25T01:00:00Z")).ShouldBe(At("2026-11-25T01:00:00Z"));

    [Fact]
    public void MailAt_Never_IsNever() => Mailing(NoticeMailPace.Never).MailAt(NoticeKind.TaskAssigned, At("2026-11-24T12:00:00Z")).ShouldBeNull();

    private static NoticeMailing Mailing(NoticeMailPace pace) => new() { AccountId = Guid.NewGuid(), Pace = pace, QuietFrom = new TimeOnly(22, 0), QuietUntil = new TimeOnly(7, 0) };

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);
}
