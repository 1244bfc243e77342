using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.VolunteerLeavings;

namespace Regulatief.Tests.Features.VolunteerLeavings;

/// <summary>A volunteer says ahead on which day they stop; the day moves, or they stay.</summary>
public sealed class PlanLeavingTests(SqliteHost host) : LeavingTest(host)
{
    [Fact]
    public async Task PlanLeaving_DayThatCannotBe_IsRefused()
    {
        foreach (var day in new[] { Today.AddDays(-1), Today.AddMonths(6).AddDays(1) })
            (await Should.ThrowAsync<ValidationException>(Leave(day))).Errors.ShouldHaveSingleItem().PropertyName.ShouldBe("LastDay");
    }

    [Fact]
    public async Task PlanLeaving_Twice_IsRefused()
    {
        await Leave();

        (await RefusalOf(Leave())).ShouldBe("volunteer-already-leaving");
        (await RefusalOf(Officer.SendAsync(new LetVolunteerLeaveCommand(Case.Id, Reason)))).ShouldBe("volunteer-already-leaving");
    }

    [Fact]
    public async Task PlanLeaving_AheadOfTime_AsksForASuccessorCountedBackAndKeepsThePairing()
    {
        await Leave();

        var search = await OpenTask(Case, HumanTaskKind.Successor);
        (search.Role, search.DueOn).ShouldBe((AccountRole.Coordinator, new DateOnly(2026, 12, 15)));
        (await IsOpen(HumanTaskKind.VolunteerHandover)).ShouldBeFalse();
        (await Promised())!.DueAt.ShouldBe(LegalTime.EndOf(LastDay));
        (await CaseOf(Case)).CurrentAssignment!.VolunteerId.ShouldBe(Case.Volunteer.Id);
        (await Read(db => db.Meetings.SingleAsync(m => m.LeavingId != null, Cancel))).PlannedOn.ShouldBe(new DateOnly(2026, 12, 17));
        foreach (var told in new[] { Case.Officer, Case.Coordinator }) (await NoticesOf(told)).ShouldContain(NoticeKind.VolunteerLeaves);
    }

    [Theory]
    [InlineData(3, 27)]
    [InlineData(10, 1)]
    public async Task PlanLeaving_Soon_LeavesAtMostUntilTheLastDay(int days, int dueOn)
    {
        await Leave(Today.AddDays(days));

        (await OpenTask(Case, HumanTaskKind.Successor)).DueOn.Day.ShouldBe(dueOn);
    }

    [Fact]
    public async Task PlanLeaving_OnlyContact_ShortensTheTermAndAlertsTheCoordinator()
    {
        await GivenOnlyContact();

        await Coordinator.SendAsync(new LetVolunteerLeaveCommand(Case.Id, Reason, LastDay));

        (await OpenTask(Case, HumanTaskKind.Successor)).DueOn.ShouldBe(new DateOnly(2026, 12, 8));
        (await NoticesOf(Case.Coordinator)).ShouldContain(NoticeKind.OnlyContactLeaves);
        (await (await Coordinator.BrowseAsync()).OpenAsync($"/trajecten/{Case.Id}/wisseling")).Text.ShouldContain("het enige contact");
    }

    [Fact]
    public async Task LetVolunteerLeave_OnlyContactToday_ShortensTheHandover()
    {
        await GivenOnlyContact();

        await Officer.SendAsync(new LetVolunteerLeaveCommand(Case.Id, Reason));

        (await OpenTask(Case, HumanTaskKind.VolunteerHandover)).DueOn.ShouldBe(new DateOnly(2026, 11, 26));
        (await NoticesOf(Case.Coordinator)).ShouldContain(NoticeKind.OnlyContactLeaves);
    }

    [Fact]
    public async Task MoveLeaving_WithoutAReasonOrWhereNobodyLeaves_IsRefused()
    {
        (await RefusalOf(Volunteer.SendAsync(new MoveLeavingCommand(Case.Id, LastDay, Reason)))).ShouldBe("leaving-none");
        await Leave();
        await Should.ThrowAsync<ValidationException>(Volunteer.SendAsync(new MoveLeavingCommand(Case.Id, LastDay, " ")));
        await Should.ThrowAsync<ValidationException>(Volunteer.SendAsync(new MoveLeavingCommand(Case.Id, Today.AddDays(-1), Reason)));
        (await RefusalOf(Client.SendAsync(new MoveLeavingCommand(Case.Id, LastDay, Reason)))).ShouldBe("role-may-not");
        await Should.ThrowAsync<NotFoundException>(As(await Given(A.Coordinator())).SendAsync(new MoveLeavingCommand(Case.Id, LastDay, Reason)));
    }

    [Fact]
    public async Task MoveLeaving_ToAnEarlierDay_MovesWhatHangsOnIt()
    {
        await Leave();

        var browser = await Coordinator.BrowseAsync();
        var page = await browser.OpenAsync($"/trajecten/{Case.Id}/wisseling");
        await browser.SubmitAsync(page, new() { ["Move.LastDay"] = "2026-12-11", ["Move.Reason"] = "Begint eerder met werken." });

        (await Stored()).LastDay.ShouldBe(new DateOnly(2026, 12, 11));
        (await Promised())!.DueAt.ShouldBe(LegalTime.EndOf(new DateOnly(2026, 12, 11)));
        (await OpenTask(Case, HumanTaskKind.Successor)).DueOn.ShouldBe(new DateOnly(2026, 12, 4));
        (await Read(db => db.Meetings.SingleAsync(m => m.LeavingId != null, Cancel))).PlannedOn.ShouldBe(new DateOnly(2026, 12, 8));
        foreach (var told in new[] { Case.Officer, Case.Volunteer.Account }) (await NoticesOf(told)).ShouldContain(NoticeKind.LeavingMoved);
    }

    [Fact]
    public async Task TakeBackLeaving_TheVolunteerStays_AndCanLeaveLater()
    {
        await Leave();
        var successor = await Succeeded();

        await Volunteer.SendAsync(new TakeBackLeavingCommand(Case.Id, "Ik verhuis toch niet."));

        (await Stored()).Status.ShouldBe(LeavingStatus.TakenBack);
        (await Promised()).ShouldBeNull();
        (await Read(db => db.Meetings.SingleAsync(m => m.LeavingId != null, Cancel))).Status.ShouldBe(MeetingStatus.Cancelled);
        (await NoticesOf(successor.Account)).ShouldBe([NoticeKind.SuccessionAsked, NoticeKind.SuccessionEnded], ignoreOrder: true);
        await ComeToTheDay();
        (await CaseOf(Case)).CurrentAssignment!.VolunteerId.ShouldBe(Case.Volunteer.Id);
        await Officer.SendAsync(new LetVolunteerLeaveCommand(Case.Id, Reason));
        (await IsOpen(HumanTaskKind.VolunteerHandover)).ShouldBeTrue();
    }

    [Fact]
    public async Task TakeBackLeaving_NobodyFoundYet_CallsTheSearchOff()
    {
        await Leave();

        await Officer.SendAsync(new TakeBackLeavingCommand(Case.Id, "Blijft."));

        (await IsOpen(HumanTaskKind.Successor)).ShouldBeFalse();
        (await Should.ThrowAsync<ValidationException>(Officer.SendAsync(new TakeBackLeavingCommand(Case.Id, null)))).Errors.ShouldHaveSingleItem().PropertyName.ShouldBe("Reason");
        (await RefusalOf(Officer.SendAsync(new TakeBackLeavingCommand(Case.Id, "Blijft.")))).ShouldBe("leaving-none");
    }

    [Fact]
    public async Task SeekSuccessorAgain_WhoWasNamedFallsOut_IsAskedForAnew()
    {
        await Leave();
        (await RefusalOf(Coordinator.SendAsync(new SeekSuccessorAgainCommand(Case.Id)))).ShouldBe("successor-sought");
        var successor = await Succeeded();
        (await RefusalOf(Officer.SendAsync(new SeekSuccessorAgainCommand(Case.Id)))).ShouldBe("role-may-not");

        await Coordinator.SendAsync(new SeekSuccessorAgainCommand(Case.Id));

        (await Stored()).SuccessorId.ShouldBeNull();
        (await IsOpen(HumanTaskKind.Successor)).ShouldBeTrue();
        (await NoticesOf(successor.Account)).ShouldContain(NoticeKind.SuccessionEnded);
    }

    [Fact]
    public async Task Leaving_ByTheApi_ObeysTheSameRules()
    {
        var (api, client) = (await Volunteer.ApiAsync(), await Client.ApiAsync());
        var address = $"/api/v1/cases/{Case.Id}/leaving";

        (await api.PostAsync(address, new { reason = Reason, lastDay = "2026-12-22" })).StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);
        (await client.PostAsync($"{address}/move", new { lastDay = "2026-12-23", reason = Reason })).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        (await api.PostAsync($"{address}/move", new { lastDay = "2026-12-23", reason = Reason })).StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);
        (await api.PostAsync($"{address}/for-successor", new { words = "Koken op dinsdag." })).StatusCode.ShouldBe(System.Net.HttpStatusCode.Created);
        var item = (string?)(await (await client.GetAsync(new Uri($"{address}/client", UriKind.Relative), Cancel)).JsonAsync())["items"]![0]!["id"];
        (await client.PostAsync($"{address}/for-successor/{item}/answer", new { isAgreed = true })).StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);
        ((int?)(await (await api.GetAsync(new Uri(address, UriKind.Relative), Cancel)).JsonAsync())["leaving"]!["agreed"]).ShouldBe(1);
        (await api.PostAsync($"{address}/for-successor/{item}/remove", new { })).StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);
        (await api.PostAsync($"{address}/own-notes", new { throwsAway = true })).StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);
        (await api.PostAsync($"{address}/joint-talk", new { on = "2026-11-24", place = "PublicPlace" })).StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);
        (await api.PostAsync($"{address}/seek-again", new { })).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        (await api.PostAsync($"{address}/take-back", new { reason = "Blijft." })).StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);
        foreach (var mine in new[] { "/api/v1/successions/mine", "/api/v1/own-notes" }) (await api.GetAsync(new Uri(mine, UriKind.Relative), Cancel)).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
    }
}
