using Regulatief.Cases.Accounts;
using Regulatief.Cases.Meetings;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Meetings;

namespace Regulatief.Tests.Features.Meetings;

public sealed class DiaryTests(SqliteHost host) : MeetingTimeTest(host)
{
    private static DiaryQuery InTwoMonths => new(Today.AddDays(-7), Today.AddDays(54));

    [Theory]
    [InlineData(AccountRole.ProbationOfficer)]
    [InlineData(AccountRole.Coordinator)]
    [InlineData(AccountRole.Volunteer)]
    [InlineData(AccountRole.Client)]
    public async Task Diary_OfWhoWorksOnTheCase_HoldsItsMeetings(AccountRole role)
    {
        var meeting = (await As(Case.AccountOf(role)).SendAsync(InTwoMonths)).Meetings.ShouldHaveSingleItem();

        (meeting.Id, meeting.Time, meeting.IsProposed).ShouldBe((Meeting, null, false));
        (await As(await Given(A.Account(role))).SendAsync(InTwoMonths)).Meetings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Diary_OfAProposal_AsksThoseWhoDidNotAnswer()
    {
        await Propose(Case.Officer);

        (await As(Case.Officer).SendAsync(InTwoMonths)).Meetings.Single().IsAsked.ShouldBeFalse();
        (await As(Case.Volunteer.Account).SendAsync(InTwoMonths)).Meetings.Single().IsAsked.ShouldBeTrue();
        (await As(Case.Coordinator).SendAsync(InTwoMonths)).Meetings.Single().IsAsked.ShouldBeFalse();
    }

    [Fact]
    public async Task Diary_AfterItWasAgreed_HasItOnItsDay()
    {
        await Agree();

        (await As(Case.Officer).SendAsync(new DiaryQuery(Today.AddDays(9), Today.AddDays(9)))).Meetings.Single().Time!.Minutes.ShouldBe(60);
        (await As(Case.Officer).SendAsync(new DiaryQuery(Today, Today.AddDays(8)))).Meetings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Diary_HeldBeforeThePairing_StaysWithWhoWasThere()
    {
        var earlier = new ThreeWayMeeting { CaseId = Case.Id, Round = 1, PlannedOn = Today.AddDays(-1) };
        earlier.RecordHeld(Today.AddDays(-1), Regulatief.Cases.Volunteers.LocationType.ProbationOffice, new MeetingNotes("Alles", "Niets", null), false, null);
        await Host.WriteAsync(db => db.Meetings.Add(earlier));

        (await As(Case.Officer).SendAsync(InTwoMonths)).Meetings.Count.ShouldBe(2);
        (await As(Case.Volunteer.Account).SendAsync(InTwoMonths)).Meetings.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("/agenda")]
    [InlineData("/agenda?week=2026-W49")]
    [InlineData("/agenda?week=2026-W99")]
    [InlineData("/agenda/maand")]
    [InlineData("/agenda/maand?maand=2026-12")]
    [InlineData("/agenda/maand?maand=2026-13")]
    [InlineData("/agenda/maand?maand=9999-12")]
    public async Task Diary_Page_IsShownForAnyPeriod(string address)
    {
        await Agree();

        var page = await (await As(Case.Officer).BrowseAsync()).OpenAsync(address);

        page.Text.ShouldContain("Agenda");
        if (address.Contains("W49", StringComparison.Ordinal) || address.Contains("2026-12", StringComparison.Ordinal)) page.Text.ShouldContain("14:00–15:00");
    }

    [Theory]
    [InlineData("2026-W53", "2026-12-28", "2027-01-03")]
    [InlineData("2027-W01", "2027-01-04", "2027-01-10")]
    [InlineData("2020-W53", "2020-12-28", "2021-01-03")]
    public void DiaryPeriod_Week_RunsFromMondayToSunday(string week, string first, string last)
    {
        var period = DiaryPeriod.WeekOf(week, Today);

        (period.First, period.Last).ShouldBe((DateOnly.Parse(first, System.Globalization.CultureInfo.InvariantCulture), DateOnly.Parse(last, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void DiaryPeriod_Month_BeginsOnAMondayAndEndsOnASunday()
    {
        for (var month = new DateOnly(2024, 1, 1); month.Year < 2034; month = month.AddMonths(1))
        {
            var period = DiaryPeriod.MonthOf($"{month:yyyy-MM}", Today);
            (period.First.DayOfWeek, period.Last.DayOfWeek).ShouldBe((DayOfWeek.Monday, DayOfWeek.Sunday));
            (period.First <= month && month.AddMonths(1).AddDays(-1) <= period.Last && period.Days.Count() <= DiaryQuery.MostDays).ShouldBeTrue($"{month}");
        }
    }
}
