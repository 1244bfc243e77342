using System.Globalization;
using Regulatief.Cases.Time;

namespace Regulatief.Tests.Time;

public sealed class LegalTimeTests
{
    [Theory]
    [InlineData("2026-11-24", "08:00", "2026-11-24T07:00:00Z")]
    [InlineData("2027-03-28", "01:59", "2027-03-28T00:59:00Z")]
    [InlineData("2027-03-28", "02:00", "2027-03-28T01:00:00Z")]
    [InlineData("2027-03-28", "02:15", "2027-03-28T01:00:00Z")]
    [InlineData("2027-03-28", "02:59", "2027-03-28T01:00:00Z")]
    [InlineData("2027-03-28", "03:00", "2027-03-28T01:00:00Z")]
    [InlineData("2027-10-31", "02:30", "2027-10-31T00:30:00Z")]
    [InlineData("2027-10-31", "03:00", "2027-10-31T02:00:00Z")]
    [InlineData("2028-02-29", "00:00", "2028-02-28T23:00:00Z")]
    public void At_ATimeOnTheWall_IsItsFirstInstant(string day, string time, string instant) =>
        LegalTime.At(DateOnly.Parse(day, CultureInfo.InvariantCulture), TimeOnly.Parse(time, CultureInfo.InvariantCulture))
            .ShouldBe(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("2026-11-24T07:00:00Z", "08:00")]
    [InlineData("2026-11-24T23:30:00Z", "00:30")]
    [InlineData("2027-03-28T00:59:00Z", "01:59")]
    [InlineData("2027-03-28T01:00:00Z", "03:00")]
    [InlineData("2027-10-31T00:30:00Z", "02:30")]
    [InlineData("2027-10-31T01:30:00Z", "02:30")]
    [InlineData("2026-07-01T09:00:00-04:00", "15:00")]
    public void TimeOf_AnInstant_IsTheTimeOnTheWall(string instant, string time) =>
        LegalTime.TimeOf(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture)).ShouldBe(TimeOnly.Parse(time, CultureInfo.InvariantCulture));

    [Fact]
    public void At_EightInTheMorningForTenYears_IsThatTimeEveryDay()
    {
        for (var day = new DateOnly(2026, 1, 1); day.Year < 2036; day = day.AddDays(1))
        {
            var local = LegalTime.Local(LegalTime.At(day, new TimeOnly(8, 0)));

            (DateOnly.FromDateTime(local.DateTime), local.Hour).ShouldBe((day, 8));
            LegalTime.DateOf(LegalTime.EndOf(day)).ShouldBe(day.AddDays(1));
            LegalTime.DateOf(LegalTime.EndOf(day).AddTicks(-1)).ShouldBe(day);
        }
    }
}
