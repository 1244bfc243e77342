using System.Globalization;
using PublicHoliday;
using Regulatief.Cases.Time;

namespace Regulatief.Tests.Time;

public sealed class WorkingCalendarTests
{
    [Theory]
    [InlineData("2027-01-01", "New Year")]
    [InlineData("2027-03-29", "Easter Monday")]
    [InlineData("2027-04-27", "King's Day")]
    [InlineData("2030-05-05", "Liberation Day, a Sunday")]
    [InlineData("2025-05-05", "Liberation Day")]
    [InlineData("2027-05-06", "Ascension")]
    [InlineData("2027-05-17", "Whit Monday")]
    [InlineData("2026-12-25", "Christmas")]
    [InlineData("2028-12-26", "the day after Christmas")]
    [InlineData("2026-11-28", "a Saturday")]
    [InlineData("2026-11-29", "a Sunday")]
    public void IsWorkingDay_WeekendOrHoliday_IsNot(string day, string because) => WorkingCalendar.OfLaw.IsWorkingDay(On(day)).ShouldBeFalse(because);

    [Theory]
    [InlineData("2027-01-04", "the Monday after New Year")]
    [InlineData("2027-03-26", "Good Friday")]
    [InlineData("2027-05-05", "Liberation Day, in a year in which it is no day off")]
    [InlineData("2027-12-24", "the day before Christmas")]
    [InlineData("2025-04-28", "the Monday after a King's Day that was kept on Saturday")]
    [InlineData("2027-05-07", "the day after Ascension")]
    public void IsWorkingDay_NoHolidayOfTheState_Is(string day, string because) => WorkingCalendar.OfLaw.IsWorkingDay(On(day)).ShouldBeTrue(because);

    /// <summary>The rules once more, with Easter as the tables of Lilius and Clavius give it.</summary>
    [Fact]
    public void IsWorkingDay_EachDayOfFiveCenturies_IsAsTheCalendarSays()
    {
        List<DateOnly> wrong = [];
        for (var year = 1900; year < 2400; year++)
        {
            var easter = EasterByTheTables(year);
            HashSet<DateOnly> holidays = [new(year, 1, 1), easter.AddDays(1), new(year, 4, 27), easter.AddDays(39), easter.AddDays(50), new(year, 12, 25), new(year, 12, 26)];
            if (year % 5 == 0) holidays.Add(new(year, 5, 5));
            for (var day = new DateOnly(year, 1, 1); day.Year == year; day = day.AddDays(1))
                if (WorkingCalendar.OfLaw.IsWorkingDay(day) != (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(day))) wrong.Add(day);
        }

        wrong.Take(10).ShouldBeEmpty();
    }

    /// <summary>As a library says that others keep.</summary>
    [Fact]
    public void IsWorkingDay_ThirtyYears_IsAsALibraryOfHolidaysSays()
    {
        var known = new DutchPublicHoliday();
        List<DateOnly> differ = [];
        for (var year = 2024; year < 2054; year++)
        {
            var off = known.PublicHolidays(year).Select(DateOnly.FromDateTime).ToHashSet();
            // There every Liberation Day is one; by the collective agreement it is a day off once in five years.
            if (year % 5 != 0) off.Remove(new DateOnly(year, 5, 5));
            for (var day = new DateOnly(year, 1, 1); day.Year == year; day = day.AddDays(1))
                if (WorkingCalendar.OfLaw.IsWorkingDay(day) == (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || off.Contains(day))) differ.Add(day);
        }

        differ.Take(10).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2026-11-24", 0, "2026-11-24")]
    [InlineData("2026-11-28", 0, "2026-11-30")]
    [InlineData("2026-12-25", 0, "2026-12-28")]
    [InlineData("2026-11-24", 1, "2026-11-25")]
    [InlineData("2026-11-27", 1, "2026-11-30")]
    [InlineData("2026-11-28", 1, "2026-11-30")]
    [InlineData("2026-12-23", 5, "2026-12-31")]
    [InlineData("2026-11-30", -1, "2026-11-27")]
    [InlineData("2026-11-29", -1, "2026-11-27")]
    [InlineData("2026-12-31", -5, "2026-12-23")]
    public void Add_WorkingDays_PassesOverTheOthers(string day, int count, string then) => WorkingCalendar.OfLaw.Add(On(day), count).ShouldBe(On(then));

    [Theory]
    [InlineData("2026-11-24", "2026-11-24", 0)]
    [InlineData("2026-11-24", "2026-11-25", 1)]
    [InlineData("2026-11-27", "2026-11-30", 1)]
    [InlineData("2026-11-27", "2026-11-29", 0)]
    [InlineData("2026-12-23", "2026-12-31", 5)]
    [InlineData("2026-12-31", "2026-12-23", -5)]
    [InlineData("2026-11-30", "2026-11-27", -1)]
    public void Between_TwoDays_CountsAfterTheFirstUpToTheLast(string from, string to, int count) => WorkingCalendar.OfLaw.Between(On(from), On(to)).ShouldBe(count);

    // Golden number and epact, with the corrections for the sun and the moon; the Sunday after the full moon of spring.
    private static DateOnly EasterByTheTables(int year)
    {
        var golden = (year % 19) + 1;
        var century = (year / 100) + 1;
        var sun = (3 * century / 4) - 12;
        var moon = (((8 * century) + 5) / 25) - 5;
        var epact = ((11 * golden) + 20 + moon - sun) % 30;
        if (epact == 24 || (epact == 25 && golden > 11)) epact++;
        var fullMoon = new DateOnly(year, 3, 1).AddDays((epact > 23 ? 74 : 44) - epact - 1);
        return fullMoon.AddDays(7 - (int)fullMoon.DayOfWeek);
    }

    [Theory]
    [InlineData("2027-05-05", 1, "2027-05-10")] // Ascension on Thursday, and the Friday after it
    [InlineData("2027-05-07", 0, "2027-05-10")]
    [InlineData("2027-05-10", -1, "2027-05-05")]
    [InlineData("2026-12-23", 1, "2027-01-04")]
    public void Add_WithClosedDays_PassesOverThemToo(string day, int count, string then) => Closed.Add(On(day), count).ShouldBe(On(then));

    [Fact]
    public void Between_WithClosedDays_CountsThemNot() => Closed.Between(On("2026-12-23"), On("2027-01-04")).ShouldBe(1);

    [Fact]
    public void Without_MoreDays_ClosesThemBesideThoseBefore()
    {
        var more = Closed.Without([(On("2026-11-30"), On("2026-11-30"))]);

        more.IsWorkingDay(On("2026-11-30")).ShouldBeFalse();
        more.IsWorkingDay(On("2027-05-07")).ShouldBeFalse();
        Closed.IsWorkingDay(On("2026-11-30")).ShouldBeTrue();
        WorkingCalendar.OfLaw.IsWorkingDay(On("2027-05-07")).ShouldBeTrue();
    }

    private static WorkingCalendar Closed { get; } = WorkingCalendar.OfLaw.Without([(On("2027-05-07"), On("2027-05-07")), (On("2026-12-24"), On("2026-12-31"))]);

    private static DateOnly On(string day) => DateOnly.Parse(day, CultureInfo.InvariantCulture);
}
