using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Meetings;
using Regulatief.Web.Hosting.Calendars;

namespace Regulatief.Tests.Features.Meetings;

public sealed class MeetingCalendarTests(SqliteHost host) : MeetingTimeTest(host)
{
    [Fact]
    public async Task MeetingCalendar_OfAnAgreedTime_IsAFileThatCalendarsRead()
    {
        await Agree();

        var client = (await As(Case.Officer).BrowseAsync()).Http;
        var answer = await client.GetAsync(new Uri($"/driegesprekken/{Meeting}/afspraak.ics", UriKind.Relative), Cancel);

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/calendar");
        var found = await CalendarReader.ReadAsync(await answer.Content.ReadAsStringAsync(Cancel), Cancel);
        found.Method.ShouldBe("PUBLISH");
        var entry = found.Events.ShouldHaveSingleItem();
        (entry.Start, entry.End, entry.Sequence, entry.Status).ShouldBe(("2026-12-03T13:00:00Z", "2026-12-03T14:00:00Z", 1, "CONFIRMED"));
        (entry.Summary, entry.Location).ShouldBe(("Driegesprek", "Op het kantoor van de reclassering"));
    }

    [Theory]
    [InlineData("https://organisatie.test", "https://organisatie.test/driegesprekken/")]
    [InlineData("https://organisatie.test/", "https://organisatie.test/driegesprekken/")]
    [InlineData("https://organisatie.test/regulatief", "https://organisatie.test/regulatief/driegesprekken/")]
    [InlineData("https://organisatie.test/regulatief/", "https://organisatie.test/regulatief/driegesprekken/")]
    public async Task MeetingCalendar_OfASite_LeadsToThePageBelowIt(string site, string page)
    {
        await Agree();
        var entry = await As(Case.Officer).SendAsync(new MeetingCalendarQuery(Meeting));

        var file = Host.Services.GetRequiredService<CalendarFile>().Published([entry], new Uri(site));

        (await CalendarReader.ReadAsync(file, Cancel)).Events.Single().Description.ShouldContain($"{page}{Meeting}");
    }

    [Fact]
    public async Task MeetingCalendar_WithoutATimeOrForAStranger_IsNotFound()
    {
        await Should.ThrowAsync<NotFoundException>(As(Case.Officer).SendAsync(new MeetingCalendarQuery(Meeting)));

        await Agree();
        await Should.ThrowAsync<NotFoundException>(As(await Given(A.ProbationOfficer())).SendAsync(new MeetingCalendarQuery(Meeting)));
    }
}
