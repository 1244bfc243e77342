using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Features.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Matching;

namespace Regulatief.Tests.Features.Matching;

public sealed class AskVolunteerTests(SqliteHost host) : MatchingTest(host)
{
    [Fact]
    public async Task AskVolunteer_ByAnother_IsNotFound()
    {
        foreach (var account in new[] { Case.Officer, Case.Volunteer.Account, Case.Client!, await Given(A.Coordinator()) })
            await Should.ThrowAsync<NotFoundException>(As(account).SendAsync(new AskVolunteerCommand(Step.Id, Case.Volunteer.Id.Value, "Past goed.")));
    }

    [Fact]
    public async Task AskVolunteer_NothingFilledIn_AsksWhomAndWhy() =>
        (await Should.ThrowAsync<ValidationException>(Coordinator.SendAsync(new AskVolunteerCommand(Step.Id, null, " ")))).Errors.Select(e => e.PropertyName).ShouldBe(["VolunteerId", "Motivation"], ignoreOrder: true);

    [Fact]
    public async Task AskVolunteer_ClientAgreedToNothing_IsRefused()
    {
        await As(Case.Officer).SendAsync(new SaveMatchProfileCommand { CaseId = Case.Id, IsAgreed = false });

        (await RefusalOf(Ask())).ShouldBe("match-profile-missing");
        (await (await Coordinator.BrowseAsync()).OpenAsync($"/taken/{Step.Id}")).Text.ShouldContain("U kunt nog niemand vragen");
    }

    [Fact]
    public async Task AskVolunteer_WhileAnotherIsAsked_IsRefused()
    {
        await Ask();

        (await RefusalOf(Ask(await Given(A.Volunteer().In(Case.Project))))).ShouldBe("match-proposal-open");
    }

    [Fact]
    public async Task AskVolunteer_WhoThinksAboutAnotherCase_IsRefused()
    {
        var (other, step) = await Waiting(A.Case());
        await Read(db => db.Cases.Where(c => c.Id == other.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ProjectId, Case.Project.Id), Cancel));
        await Ask();

        (await RefusalOf(Coordinator.SendAsync(new AskVolunteerCommand(step.Id, Case.Volunteer.Id.Value, "Past ook.")))).ShouldBe("match-volunteer-asked");
    }

    [Fact]
    public async Task AskVolunteer_WhoCannotBePaired_IsRefused()
    {
        foreach (var (volunteer, code) in new[]
        {
            (await Given(A.Volunteer()), "volunteer-not-of-project"),
            (await Given(A.Volunteer().In(Case.Project).DeclaredUntil(Today.AddDays(-1))), "volunteer-declaration-expired"),
            (await Given(A.Volunteer().In(Case.Project).WithCapacityFor(0)), "volunteer-without-capacity"),
        })
            (await Should.ThrowAsync<ValidationException>(Ask(volunteer))).Errors.Single().ErrorCode.ShouldBe(code);
    }

    [Fact]
    public async Task AskVolunteer_WhoSaidNo_IsNotSuggestedAndNotAskedAgain()
    {
        await Volunteer.SendAsync(new AnswerMatchProposalCommand(await Ask(), false, "Te ver weg."));

        (await RefusalOf(Ask())).ShouldBe("match-said-no");
        (await (await Coordinator.BrowseAsync()).OpenAsync($"/taken/{Step.Id}")).Text.ShouldContain("Er is nu niemand die u kunt vragen.");
    }

    [Fact]
    public async Task AskVolunteer_CasePaused_IsRefused()
    {
        await As(Case.Officer).SendAsync(new PauseCaseCommand(Case.Id, "Op reis."));

        (await RefusalOf(Ask())).ShouldBe("match-case-paused");
    }

    [Fact]
    public async Task AskVolunteer_ByThePages_TellsTheVolunteerWhatTheClientAgreedToAndNoMore()
    {
        var coordinator = await Coordinator.BrowseAsync();
        var task = await coordinator.OpenAsync($"/taken/{Step.Id}");
        task.Text.ShouldContain("Woont ook in Utrecht.");
        var ask = await coordinator.OpenAsync($"/taken/{Step.Id}/vragen/{Case.Volunteer.Id}");
        ask.Text.ShouldContain("Hulp bij post en administratie");

        var proposal = await coordinator.SubmitAsync(ask, new() { ["Form.Motivation"] = "Past goed bij Zebulon." });

        proposal.Text.ShouldContain("denkt erover na");
        var volunteer = await Volunteer.BrowseAsync();
        (await volunteer.OpenAsync("/")).Text.ShouldContain("Wil jij naast iemand staan?");
        var asked = await volunteer.OpenAsync("/mijn-voorstellen");
        foreach (var told in new[] { "Utrecht", "Hulp bij post en administratie", "dinsdagochtend, donderdagavond", "Turks" }) asked.Text.ShouldContain(told);
        foreach (var hidden in new[] { "Zebulon", "Zonnebloem", Case.Id.ToString()!, "Past goed" }) asked.Document.Source.Text.ShouldNotContain(hidden);
        asked.Text.ShouldNotContain(Case.Number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var url in new[] { $"/trajecten/{Case.Id}", $"/voorstellen/{proposal.Path.Split('/')[^1]}", $"/taken/{Step.Id}" })
            (await volunteer.OpenAsync(url)).Status.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Forbidden);
        (await Read(db => db.Notices.SingleAsync(n => n.AccountId == Case.Volunteer.Account.Id, Cancel))).CaseId.ShouldBeNull();
    }

    [Fact]
    public async Task AskVolunteer_ByTheApi_IsTheSame()
    {
        var (coordinator, volunteer, client) = (await Coordinator.ApiAsync(), await Volunteer.ApiAsync(), await As(Case.Client!).ApiAsync());

        var id = (string?)(await (await coordinator.PostAsync($"/api/v1/tasks/{Step.Id}/match-proposals", new { volunteerId = Case.Volunteer.Id.Value, motivation = "Past." })).JsonAsync())["id"];
        var mine = await (await volunteer.GetAsync(new Uri("/api/v1/match-proposals/mine", UriKind.Relative), Cancel)).JsonAsync();
        ((string?)mine["client"]!["place"]).ShouldBe("Utrecht");
        mine.ToJsonString().ShouldNotContain("Zebulon");
        ((string?)(await (await volunteer.PostAsync($"/api/v1/match-proposals/{id}/answer", new { isYes = true })).JsonAsync())["status"]).ShouldBe("Accepted");
        (await coordinator.PostAsync($"/api/v1/match-proposals/{id}/first-meeting", new { on = "2026-11-24", place = "Bibliotheek" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        ((string?)(await (await client.GetAsync(new Uri($"/api/v1/cases/{Case.Id}/match-proposal", UriKind.Relative), Cancel)).JsonAsync())["proposed"]!["meetsPlace"]).ShouldBe("Bibliotheek");
        ((string?)(await (await client.PostAsync($"/api/v1/match-proposals/{id}/decide", new { isYes = true })).JsonAsync())["status"]).ShouldBe("Paired");
    }

    [Fact]
    public async Task AskVolunteer_EachReadAndAnswer_LeavesItsRowOfTheCase()
    {
        var id = await Ask();
        await Volunteer.SendAsync(new OwnMatchProposalsQuery());
        await Volunteer.SendAsync(new AnswerMatchProposalCommand(id, true, null));

        var rows = await Read(db => db.AuditEntries.Where(e => e.CaseId == Case.Id && (e.ActorId == Case.Volunteer.Account.Id || e.Action == nameof(AskVolunteerCommand))).Select(e => e.Action).ToListAsync(Cancel));
        rows.ShouldBe([nameof(AskVolunteerCommand), nameof(OwnMatchProposalsQuery), nameof(AnswerMatchProposalCommand)], ignoreOrder: true);
    }

    [Fact]
    public async Task MatchVolunteer_OtherwiseWhileSomebodyIsAsked_EndsTheQuestion()
    {
        var id = await Ask();
        var other = await Given(A.Volunteer().In(Case.Project));

        (await Complete(Case, HumanTaskKind.MatchVolunteer, StepAnswers.Match(other.Id))).Outcome.ShouldBe("Matched");

        var proposal = await ProposalOf(id);
        (proposal.Status, proposal.LapsedBy).ShouldBe((MatchProposalStatus.Lapsed, MatchLapse.StepEnded));
        (await NoticesOf(Case.Volunteer.Account)).ShouldBe([NoticeKind.MatchAsked, NoticeKind.OwnMatchEnded]);
        (await Volunteer.SendAsync(new OwnMatchProposalsQuery())).Proposal.ShouldBeNull();
    }
}
