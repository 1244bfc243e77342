using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Features.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Covers;
using Regulatief.Web.Features.Meetings;

namespace Regulatief.Tests.Features.Meetings;

public sealed class MeetingPageTests(SqliteHost host) : MeetingTimeTest(host)
{
    private string Address => $"/driegesprekken/{Meeting}";

    [Fact]
    public async Task MeetingPage_ForAnybodyElse_IsNotFound()
    {
        var roles = new[] { AccountRole.ProbationOfficer, AccountRole.Coordinator, AccountRole.Volunteer, AccountRole.Client };
        foreach (var role in roles)
        {
            var stranger = await Given(A.Account(role));
            await Should.ThrowAsync<NotFoundException>(As(stranger).SendAsync(new MeetingPageQuery(Meeting)));
        }
    }

    [Fact]
    public async Task MeetingPage_ByItsForms_IsProposedAgreedMovedAndCalledOff()
    {
        var officer = await As(Case.Officer).BrowseAsync();
        var page = await officer.OpenAsync(Address);
        page = await officer.SubmitAsync(page, new() { ["Form.On"] = "2026-12-03", ["Form.At"] = "14:00", ["Form.Minutes"] = "60", ["Form.Place"] = "ProbationOffice" }, "form[action$='/voorstel']");
        page.Text.ShouldContain("Uw voorstel ligt bij de anderen.");

        var volunteer = await As(Case.Volunteer.Account).BrowseAsync();
        page = await volunteer.SubmitAsync(await volunteer.OpenAsync(Address), [], "form[action$='/akkoord']");
        page.Text.ShouldContain("Nog niet iedereen heeft geantwoord.");

        var client = await As(Case.Client!).BrowseAsync();
        page = await client.SubmitAsync(await client.OpenAsync(Address), [], "form[action$='/akkoord']");
        page.Text.ShouldContain("de tijd staat vast");
        page.Text.ShouldContain("donderdag 3 december 2026, 14:00 tot 15:00 uur");

        page = await client.SubmitAsync(await client.OpenAsync(Address), new() { ["CallOffReason"] = "Ik moet werken." }, "form[action$='/afzeggen']");
        page.Text.ShouldContain("De afspraak is afgezegd.");
    }

    [Fact]
    public async Task MeetingPage_OddTime_AsksOnThePageWhetherItIsMeant()
    {
        var officer = await As(Case.Officer).BrowseAsync();
        var fields = new Dictionary<string, string?> { ["Form.On"] = "2026-12-05", ["Form.At"] = "14:00", ["Form.Minutes"] = "60", ["Form.Place"] = "ProbationOffice" };

        var page = await officer.SubmitAsync(await officer.OpenAsync(Address), fields, "form[action$='/voorstel']");
        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Text.ShouldContain("Dit is een weekend, een feestdag of een sluitingsdag.");

        fields["Form.Despite"] = "true";
        (await officer.SubmitAsync(page, fields, "form[action$='/voorstel']")).Text.ShouldContain("Uw voorstel ligt bij de anderen.");
    }

    [Theory]
    [InlineData(AccountRole.ProbationOfficer)]
    [InlineData(AccountRole.Client)]
    public async Task MeetingPage_AfterARefusal_UnfoldsTheFormThatWasSentAndNoOther(AccountRole role)
    {
        await Agree();
        var browser = await As(Case.AccountOf(role)).BrowseAsync();
        var page = await browser.OpenAsync(Address);
        Unfolded(page).ShouldBeEmpty();

        Unfolded(await browser.SubmitAsync(page, new() { ["Form.Reason"] = "" }, "form[action$='/voorstel']")).ShouldBe(["voorstel"]);
        Unfolded(await browser.SubmitAsync(page, new() { ["CallOffReason"] = "" }, "form[action$='/afzeggen']")).ShouldBe(["afzeggen"]);

        static IEnumerable<string> Unfolded(Page page) => page.Document.QuerySelectorAll("details.card[open] form").Select(f => f.GetAttribute("action")!.Split('/')[^1]);
    }

    [Fact]
    public async Task MeetingPage_OfAProposal_OffersTimesThatStandInNobodysWay()
    {
        await Propose(Case.Officer);

        var proposal = (await As(Case.Client!).SendAsync(new MeetingPageQuery(Meeting))).Proposal.ShouldNotBeNull();
        proposal.Alternatives.Select(a => a.On).ShouldBe([new DateOnly(2026, 12, 4), new DateOnly(2026, 12, 7), new DateOnly(2026, 12, 10)]);

        var client = await As(Case.Client!).BrowseAsync();
        var page = await client.OpenAsync(Address);
        page.Text.ShouldContain("vr 4 dec, 14:00");
    }

    [Fact]
    public async Task MeetingPage_OfAProposal_OffersNoTimeThatStandsInSomebodysWay()
    {
        var other = await Given(A.Case().LedBy(Case.Officer).Running("alle-stappen").Paired());
        await Host.WriteAsync(db =>
        {
            var taken = new ThreeWayMeeting { CaseId = other.Id, Round = 1, PlannedOn = Today.AddDays(10) };
            var time = new MeetingTime { StartsAt = LegalTime.At(Today.AddDays(10), new TimeOnly(14, 30)), Minutes = 60, Place = LocationType.ProbationOffice };
            taken.SayYes(taken.Propose(time, CaseRole.Professional, Case.Officer.Id, null, Clock.GetUtcNow()).Id, CaseRole.Client, [CaseRole.Client], other.Client!.Id, Clock.GetUtcNow());
            db.Meetings.Add(taken);
        });
        await As(Case.Officer).SendAsync(new NameCoverCommand(null, (await Given(A.ProbationOfficer())).Id, Today.AddDays(12), Today.AddDays(15)));
        await Propose(Case.Officer);

        var proposal = (await As(Case.Client!).SendAsync(new MeetingPageQuery(Meeting))).Proposal.ShouldNotBeNull();
        proposal.Alternatives.Select(a => a.On).ShouldBe([new DateOnly(2026, 12, 10), new DateOnly(2026, 12, 17)]);
    }

    [Fact]
    public async Task MeetingPage_OfAProposal_OffersOtherTimesOnlyToWhoCanAskForOne()
    {
        await Propose(Case.Officer);

        (await OffersTo(Case.Volunteer.Account)).ShouldBeTrue();
        (await OffersTo(Case.Officer)).ShouldBeFalse("they proposed it");
        (await OffersTo(Case.Coordinator)).ShouldBeFalse("they are not there");
        await As(Case.Officer).SendAsync(new PauseCaseCommand(Case.Id, "Opname."));
        (await OffersTo(Case.Volunteer.Account)).ShouldBeFalse("nobody proposes while it is on hold");

        async Task<bool> OffersTo(Account account) => (await As(account).SendAsync(new MeetingPageQuery(Meeting))).Proposal!.Alternatives.Count > 0;
    }

    [Fact]
    public async Task MeetingPage_OfWhatWasRecorded_LeadsToTheCase()
    {
        await Complete(Case, HumanTaskKind.Meeting, StepAnswers.MeetingHeld(Today));

        (await (await As(Case.Officer).BrowseAsync()).OpenAsync(Address)).Text.ShouldContain($"{Case.Number}");
        (await (await As(Case.Client!).BrowseAsync()).OpenAsync(Address)).Path.ShouldBe("/mijn-traject");
    }

    [Fact]
    public async Task MeetingPage_ForACoordinator_ShowsWhenAndNotWhatAbout()
    {
        await Agree();

        var shown = await As(Case.Coordinator).SendAsync(new MeetingPageQuery(Meeting));
        (shown.Agreed!.On, shown.Party, shown.MayPropose).ShouldBe((Today.AddDays(9), null, false));
        shown.Agenda.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task MeetingPage_Agenda_HoldsGoalsOnlyForWhoMayReadThem()
    {
        (await As(Case.Officer).SendAsync(new MeetingPageQuery(Meeting))).Agenda.Goals.ShouldBe(["Een dagbesteding vinden"]);
        (await As(Case.Volunteer.Account).SendAsync(new MeetingPageQuery(Meeting))).Agenda.Goals.ShouldBeEmpty();
    }

    [Fact]
    public async Task MeetingPage_PointsLeft_AreNotForAVolunteerWhoWasNotThere()
    {
        await Read(db => db.VolunteerAssignments.ExecuteUpdateAsync(set => set.SetProperty(a => a.From, Clock.GetUtcNow().AddDays(-1)), Cancel));
        var earlier = new ThreeWayMeeting { CaseId = Case.Id, Round = 1, PlannedOn = Today.AddDays(-7) };
        earlier.RecordHeld(Today.AddDays(-7), LocationType.ProbationOffice, new MeetingNotes("Alles", "Niets", "De buurman"), false, null);
        await Host.WriteAsync(db => db.Meetings.Add(earlier));

        (await As(Case.Officer).SendAsync(new MeetingPageQuery(Meeting))).Agenda.PointsLeft.ShouldBe("De buurman");
        (await As(Case.Volunteer.Account).SendAsync(new MeetingPageQuery(Meeting))).Agenda.PointsLeft.ShouldBeNull();
    }

    [Fact]
    public async Task MeetingPage_IsToldToTheAuditLog()
    {
        await As(Case.Officer).SendAsync(new MeetingPageQuery(Meeting));

        (await Read(db => db.AuditEntries.CountAsync(e => e.Action == nameof(MeetingPageQuery) && e.CaseId == Case.Id && e.SubjectId == Meeting.Value, Cancel))).ShouldBe(1);
    }
}
