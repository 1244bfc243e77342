using Microsoft.Extensions.Time.Testing;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Tests.Features.Shared;

public sealed class DatesTests
{
    // Half past midnight in Amsterdam, still yesterday in Greenwich.
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 11, 23, 23, 30, 0, TimeSpan.Zero));
    private static readonly Dates Dates = new(Clock, new Texts(typeof(Texts).Assembly));

    [Fact]
    public void Today_JustAfterMidnight_IsTheDayInAmsterdam() => Dates.Today.ShouldBe(new DateOnly(2026, 11, 24));

    [Theory]
    [InlineData("nl", "di 24 nov 2026")]
    [InlineData("en", "Tue 24 Nov 2026")]
    public void Day_InALanguage_IsWrittenShort(string language, string expected)
    {
        using var _ = Language.Of(language);

        Dates.Day(Dates.Today).ShouldBe(expected);
    }

    [Theory]
    [InlineData("nl", "vrijdag 1 januari 2027")]
    [InlineData("en", "Friday 1 January 2027")]
    public void LongDay_InALanguage_IsWrittenInFull(string language, string expected)
    {
        using var _ = Language.Of(language);

        Dates.LongDay(new DateOnly(2027, 1, 1)).ShouldBe(expected);
    }

    [Fact]
    public void Moment_InSummer_IsTheTimeInAmsterdam()
    {
        using var _ = Language.Of("nl");

        Dates.Moment(new DateTimeOffset(2026, 7, 1, 12, 5, 0, TimeSpan.Zero)).ShouldBe("wo 1 jul 2026, 14:05");
    }

    [Theory]
    [InlineData(-2, "2 dagen te laat", "2 dagen geleden")]
    [InlineData(-1, "1 dag te laat", "gisteren")]
    [InlineData(0, "vandaag", "vandaag")]
    [InlineData(1, "morgen", "morgen")]
    [InlineData(3, "over 3 dagen", "over 3 dagen")]
    public void DueAndDistance_DaysAway_SayHowFar(int days, string due, string distance)
    {
        using var _ = Language.Of("nl");
        var day = Dates.Today.AddDays(days);

        Dates.Due(day).ShouldBe(due);
        Dates.Distance(day).ShouldBe(distance);
    }
}
