using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Meetings;

namespace Regulatief.Tests.Features.Meetings;

/// <summary>The secret address of the own calendar: made, read, replaced and taken back.</summary>
public sealed partial class CalendarFeedTests(SqliteHost host) : MeetingTimeTest(host)
{
    [Fact]
    public async Task MakeCalendarFeedCommand_ByThePage_ShowsTheAddressOnce()
    {
        await Agree();
        var officer = await As(Case.Officer).BrowseAsync();

        var page = await officer.SubmitAsync(await officer.OpenAsync("/agenda/eigen-agenda"), [], "form[action='/agenda/eigen-agenda']");

        var secret = Secret().Match(page.Text).Groups[1].Value;
        (await officer.OpenAsync("/agenda/eigen-agenda")).Text.ShouldNotContain(secret);
        (await Read(db => db.CalendarFeeds.Select(f => f.SecretHash).SingleAsync(Cancel))).ShouldNotBe(secret);
        var found = await CalendarReader.ReadAsync(await ReadAsync(secret), Cancel);
        (found.Method, found.Events.Single().Start).ShouldBe(("PUBLISH", "2026-12-03T13:00:00Z"));
    }

    [Fact]
    public async Task CalendarFeedQuery_OfAnybody_NamesNobodyAndNoCase()
    {
        await Agree(Proposing() with { PlaceInWords = "Kerkstraat 1" });
        var client = await Read(db => db.Clients.SingleAsync(Cancel));
        foreach (var account in new[] { Case.Officer, Case.Volunteer.Account, Case.Client! })
        {
            var feed = await ReadAsync((await As(account).SendAsync(new MakeCalendarFeedCommand())).Secret!);

            feed.ShouldContain("BEGIN:VEVENT");
            foreach (var told in new[] { client.FirstName, client.LastName, Case.Volunteer.Volunteer.FullName, Case.Officer.DisplayName, $"{Case.Number}", "Kerkstraat" }) feed.ShouldNotContain(told);
        }
    }

    [Fact]
    public async Task CalendarFeedQuery_AfterItWasReplacedTakenBackOrItsOwnerLeft_IsNotFound()
    {
        var first = (await As(Case.Officer).SendAsync(new MakeCalendarFeedCommand())).Secret!;
        var second = (await As(Case.Officer).SendAsync(new MakeCalendarFeedCommand())).Secret!;
        (await StatusOf(first)).ShouldBe(HttpStatusCode.NotFound);
        (await StatusOf(second)).ShouldBe(HttpStatusCode.OK);

        await As(Case.Officer).SendAsync(new RevokeCalendarFeedCommand());
        (await StatusOf(second)).ShouldBe(HttpStatusCode.NotFound);
        await As(Case.Officer).SendAsync(new RevokeCalendarFeedCommand());

        var third = (await As(Case.Officer).SendAsync(new MakeCalendarFeedCommand())).Secret!;
        await Read(db => db.Accounts.Where(a => a.Id == Case.Officer.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.IsActive, false), Cancel));
        (await StatusOf(third)).ShouldBe(HttpStatusCode.NotFound);
        (await StatusOf(new string('0', 48))).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task CalendarFeedQuery_AfterAMoveAndACallOff_HoldsWhatIsAgreedNow()
    {
        await Agree();
        var secret = (await As(Case.Client!).SendAsync(new MakeCalendarFeedCommand())).Secret!;
        var moved = await Propose(Case.Officer, Proposing(Today.AddDays(10)) with { Reason = "Zaal bezet." });
        await SayYes(Case.Volunteer.Account, moved);
        await SayYes(Case.Client!, moved);
        var entry = (await CalendarReader.ReadAsync(await ReadAsync(secret), Cancel)).Events.Single();
        (entry.Start, entry.Sequence, entry.Summary).ShouldBe(("2026-12-04T13:00:00Z", 2, "Gesprek"));

        await As(Case.Officer).SendAsync(new CallOffMeetingCommand(Meeting, "Ziek."));
        (await CalendarReader.ReadAsync(await ReadAsync(secret), Cancel)).Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task CalendarFeedQuery_OfWhoLedTheCaseBefore_HoldsItNoMore()
    {
        await Agree();
        var secret = (await As(Case.Officer).SendAsync(new MakeCalendarFeedCommand())).Secret!;

        await As(Case.Officer).SendAsync(new ReplaceProfessionalCommand(Case.Id, (await Given(A.ProbationOfficer())).Id, "Andere baan."));

        (await ReadAsync(secret)).ShouldNotContain("BEGIN:VEVENT");
    }

    private async Task<string> ReadAsync(string secret)
    {
        using var calendar = Host.CreateClient();
        return await calendar.GetStringAsync(new Uri($"/agenda/{secret}.ics", UriKind.Relative), Cancel);
    }

    private async Task<HttpStatusCode> StatusOf(string secret)
    {
        using var calendar = Host.CreateClient();
        return (await calendar.GetAsync(new Uri($"/agenda/{secret}.ics", UriKind.Relative), Cancel)).StatusCode;
    }

    [GeneratedRegex("/agenda/([0-9a-f]{48})\\.ics")]
    private static partial Regex Secret();
}
