using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Meetings;
using Regulatief.Web.Hosting.Jobs;

namespace Regulatief.Tests.Features.Meetings;

/// <summary>What those who meet get in their mailboxes, and what a calendar makes of it.</summary>
public sealed class MeetingMailTests(MailHost host) : IClassFixture<MailHost>, IAsyncLifetime
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    private CaseUnderTest _case = null!;
    private MeetingId _meeting;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync(Cancel);
        host.Mailbox.Clear();
        _case = await A.Case().Running("alle-stappen").Paired().InAsync(host);
        _meeting = await host.ReadAsync(db => db.Meetings.Select(m => m.Id).SingleAsync(Cancel));
        foreach (var account in new[] { _case.Officer, _case.Volunteer.Account, _case.Client! })
            await host.ReadAsync(db => db.Accounts.Where(a => a.Id == account.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.Email, $"{account.Id:N}@organisatie.test"), Cancel));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Meeting_Agreed_IsInTheMailboxesOfAllThreeAndNamesNobody()
    {
        await AgreeAsync(Today.AddDays(9));
        (await DeliverAsync()).ShouldBe(3);

        var client = await host.ReadAsync(db => db.Clients.SingleAsync(Cancel));
        foreach (var mail in host.Mailbox.Taken)
        {
            var text = $"{mail.Subject} {mail.TextBody} {CalendarIn(mail)}";
            foreach (var told in new[] { client.FirstName, client.LastName, _case.Volunteer.Volunteer.FirstName, _case.Volunteer.Volunteer.LastName, _case.Officer.DisplayName, $"{_case.Number}", "Kerkstraat" })
                text.ShouldNotContain(told);
            text.ShouldContain($"{MailHost.Site}/driegesprekken/{_meeting}");
        }

        var entry = (await CalendarReader.ReadAsync(CalendarIn(host.Mailbox.Taken[0]), Cancel)).Events.Single();
        (entry.Start, entry.Sequence, entry.Status, entry.Organizer).ShouldBe(("2026-12-03T13:00:00Z", 1, "CONFIRMED", "mailto:niet-antwoorden@regulatief.test"));
        foreach (var mail in host.Mailbox.Taken)
            (await CalendarReader.ReadAsync(CalendarIn(mail), Cancel)).Events.Single().Attendees.ShouldBe([$"mailto:{mail.To.Mailboxes.Single().Address}"]);
    }

    [Theory]
    [InlineData("nl", "Gesprek", "Op het kantoor van de reclassering")]
    [InlineData("en", "Talk", "At the probation office")]
    public async Task Meeting_Agreed_IsInTheLanguageOfWhoGetsIt(string language, string summary, string place)
    {
        await host.ReadAsync(db => db.Accounts.Where(a => a.Id == _case.Client!.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.Language, language), Cancel));
        await AgreeAsync(Today.AddDays(9));
        await DeliverAsync();

        var mail = host.Mailbox.Taken.Single(m => m.To.Mailboxes.Single().Address.StartsWith($"{_case.Client!.Id:N}", StringComparison.Ordinal));
        var entry = (await CalendarReader.ReadAsync(CalendarIn(mail), Cancel)).Events.Single();
        (entry.Summary, entry.Location).ShouldBe((summary, place));
    }

    [Fact]
    public async Task Meeting_MovedAndCalledOff_ChangesTheSameEntryOfACalendar()
    {
        await AgreeAsync(Today.AddDays(9));
        await DeliverAsync();
        await AgreeAsync(Today.AddDays(10), "Zaal bezet.");
        await DeliverAsync();
        await host.As(_case.Officer).SendAsync(new CallOffMeetingCommand(_meeting, "Ziek."));
        await DeliverAsync();

        var mails = host.Mailbox.Taken.Where(m => m.To.Mailboxes.Single().Address.StartsWith($"{_case.Client!.Id:N}", StringComparison.Ordinal)).ToList();
        List<ReadCalendar> read = [];
        foreach (var mail in mails) read.Add(await CalendarReader.ReadAsync(CalendarIn(mail), Cancel));
        read.ConvertAll(c => c.Method).ShouldBe(["REQUEST", "REQUEST", "CANCEL"]);
        read.ConvertAll(c => c.Events.Single().Sequence).ShouldBe([1, 2, 3]);
        read.Select(c => c.Events.Single().Uid).Distinct().ShouldHaveSingleItem();
        read[2].Events.Single().Status.ShouldBe("CANCELLED");
        read[2].Events.Single().Start.ShouldBe("2026-12-04T13:00:00Z");
    }

    [Fact]
    public async Task Meeting_MovedBeforeTheMailWent_IsToldOnceAsItIsNow()
    {
        await AgreeAsync(Today.AddDays(9));
        await host.SweepAsync();
        await AgreeAsync(Today.AddDays(10), "Zaal bezet.");
        (await DeliverAsync()).ShouldBe(3);

        host.Mailbox.Taken.Count.ShouldBe(3);
        foreach (var mail in host.Mailbox.Taken) (await CalendarReader.ReadAsync(CalendarIn(mail), Cancel)).Events.Single().Start.ShouldBe("2026-12-04T13:00:00Z");
    }

    [Fact]
    public async Task Meeting_OfACaseThatIsStopped_IsTakenOutOfCalendars()
    {
        var @case = await A.Case().Running("regulatieve-cyclus").Paired().InAsync(host);
        var meeting = new ThreeWayMeeting { CaseId = @case.Id, Round = 1, PlannedOn = Today };
        await host.WriteAsync(db => db.Meetings.Add(meeting));
        await host.ReadAsync(async db =>
        {
            var stored = await db.Meetings.SingleAsync(m => m.Id == meeting.Id, Cancel);
            var proposal = stored.Propose(
                new MeetingTime { StartsAt = host.Clock.GetUtcNow().AddDays(1), Minutes = 60, Place = LocationType.ProbationOffice }, Regulatief.Cases.Cases.CaseRole.Professional, @case.Officer.Id, null, host.Clock.GetUtcNow());
            stored.SayYes(proposal.Id, Regulatief.Cases.Cases.CaseRole.Client, [Regulatief.Cases.Cases.CaseRole.Client, Regulatief.Cases.Cases.CaseRole.Professional], @case.Officer.Id, host.Clock.GetUtcNow()).ShouldBeTrue();
            stored.Cancel();
            stored.Sequence.ShouldBe(2);
            Regulatief.Cases.Promises.Promise.PromiseCalendars(db, stored, host.Clock.GetUtcNow());
            return await db.SaveChangesAsync(Cancel);
        });
        await host.ReadAsync(db => db.Accounts.Where(a => a.Id == @case.Officer.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.Email, "hij@organisatie.test"), Cancel));

        (await DeliverAsync()).ShouldBe(1);
        (await CalendarReader.ReadAsync(CalendarIn(host.Mailbox.Taken.Single()), Cancel)).Method.ShouldBe("CANCEL");
    }

    [Fact]
    public async Task Meeting_OverBeforeTheMailCouldGo_IsNotSent()
    {
        await AgreeAsync(Today.AddDays(9));
        host.Clock.Advance(TimeSpan.FromDays(10));

        (await DeliverAsync()).ShouldBe(0);
    }

    private async Task AgreeAsync(DateOnly on, string? reason = null)
    {
        var proposal = await host.As(_case.Officer).SendAsync(
            new ProposeMeetingCommand(_meeting, on, new TimeOnly(14, 0), 60, LocationType.ProbationOffice, "Kerkstraat 1", reason, Despite: false));
        await host.As(_case.Volunteer.Account).SendAsync(new AgreeToMeetingCommand(_meeting, proposal, ForClient: false));
        (await host.As(_case.Client!).SendAsync(new AgreeToMeetingCommand(_meeting, proposal, ForClient: false))).ShouldBeTrue();
    }

    private async Task<int> DeliverAsync()
    {
        await host.SweepAsync();
        return await host.Services.GetRequiredService<MailDelivery>().DeliverAsync(Cancel);
    }

    private static string CalendarIn(MimeMessage mail) => mail.BodyParts.OfType<TextPart>().Single(p => p.ContentType.MimeType == "text/calendar").Text;
}
