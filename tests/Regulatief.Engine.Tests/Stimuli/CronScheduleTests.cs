using System.Globalization;
using Regulatief.Engine.Stimuli;

namespace Regulatief.Engine.Tests.Stimuli;

public class CronScheduleTests
{
    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("60 * * * *")]
    [InlineData("* 24 * * *")]
    [InlineData("* * 0 * *")]
    [InlineData("5-1 * * * *")]
    [InlineData("*/0 * * * *")]
    [InlineData("1,,2 * * * *")]
    [InlineData("* * * * FOO")]
    public void TryParse_NoCronExpression_IsRefused(string expression) => CronSchedule.TryParse(expression, out _).ShouldBeFalse();

    [Theory]
    [InlineData("*/15 * * * *", "2026-11-23T10:00:00Z", "2026-11-23T10:15:00Z")]
    [InlineData("30 8 * * MON-FRI", "2026-11-27T08:00:00Z", "2026-11-30T07:30:00Z")]
    [InlineData("0 9 1 * *", "2026-11-23T10:00:00Z", "2026-12-01T08:00:00Z")]
    [InlineData("0 9 1 * 0", "2026-11-23T10:00:00Z", "2026-11-29T08:00:00Z")]
    [InlineData("0 0 29 2 *", "2026-11-23T10:00:00Z", "2028-02-28T23:00:00Z")]
    [InlineData("10 0 12 * * 7", "2026-11-23T10:00:00Z", "2026-11-29T11:00:10Z")]
    public void NextAfter_AnInstant_IsTheFirstThatFits(string expression, string after, string next) =>
        NextAfter(expression, after).ShouldBe(Parse(next));

    /// <summary>02:30 does not exist on 28 March 2027, and exists twice on 31 October 2027.</summary>
    [Theory]
    [InlineData("2027-03-27T12:00:00Z", "2027-03-28T01:00:00Z")]
    [InlineData("2027-10-30T12:00:00Z", "2027-10-31T00:30:00Z")]
    [InlineData("2027-10-31T00:30:00Z", "2027-11-01T01:30:00Z")]
    public void NextAfter_HalfPastTwoOnAChangeDay_FiresOnce(string after, string next) => NextAfter("30 2 * * *", after).ShouldBe(Parse(next));

    /// <summary>Ten years ahead, over every change of the clock and both leap days: once each day, at that time on the wall where the day has it.</summary>
    [Theory]
    [InlineData("30 2 * * *")]
    [InlineData("0 3 * * *")]
    [InlineData("59 23 * * *")]
    [InlineData("0 0 * * *")]
    public void NextAfter_ForTenYears_IsOnceADayAtTheTimeOnTheWall(string expression)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");
        CronSchedule.TryParse(expression, out var schedule).ShouldBeTrue();
        var wall = new TimeSpan(int.Parse(expression.Split(' ')[1], CultureInfo.InvariantCulture), int.Parse(expression.Split(' ')[0], CultureInfo.InvariantCulture), 0);
        var at = Parse("2026-12-31T23:00:00Z").AddTicks(-1);

        for (var day = new DateTime(2027, 1, 1); day.Year < 2037; day = day.AddDays(1))
        {
            at = schedule!.NextAfter(at)!.Value;

            var local = TimeZoneInfo.ConvertTime(at, zone);
            local.DateTime.ShouldBe(day + (zone.IsInvalidTime(day + wall) ? TimeSpan.FromHours(3) : wall));
            if (zone.IsAmbiguousTime(day + wall)) local.Offset.ShouldBe(TimeSpan.FromHours(2), "the first of the two");
        }
    }

    private static DateTimeOffset? NextAfter(string expression, string after)
    {
        CronSchedule.TryParse(expression, out var schedule).ShouldBeTrue();
        return schedule!.NextAfter(Parse(after));
    }

    private static DateTimeOffset Parse(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
