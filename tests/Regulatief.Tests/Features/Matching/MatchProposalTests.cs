using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Matching;

namespace Regulatief.Tests.Features.Matching;

/// <summary>What becomes of a proposal after it was made.</summary>
public sealed class MatchProposalTests(SqliteHost host) : MatchingTest(host)
{
    [Fact]
    public async Task AnswerMatchProposal_ByAnother_IsNotFoundOrRefused()
    {
        var id = await Ask();

        await Should.ThrowAsync<NotFoundException>(As((await Given(A.Volunteer().In(Case.Project))).Account).SendAsync(new AnswerMatchProposalCommand(id, true, null)));
        foreach (var account in new[] { Case.Coordinator, Case.Officer, Case.Client! }) (await RefusalOf(As(account).SendAsync(new AnswerMatchProposalCommand(id, true, null)))).ShouldBe("role-may-not");
    }

    [Fact]
    public async Task MatchProposalPage_OfAnotherProject_IsNotFound()
    {
        var id = await Ask();

        await Should.ThrowAsync<NotFoundException>(As(await Given(A.Coordinator())).SendAsync(new MatchProposalPageQuery(id)));
        (await RefusalOf(As(Case.Officer).SendAsync(new MatchProposalPageQuery(id)))).ShouldBe("role-may-not");
        (await RefusalOf(Volunteer.SendAsync(new MatchProposalPageQuery(id)))).ShouldBe("role-may-not");
    }

    [Fact]
    public async Task AnswerMatchProposal_NoWithoutReason_IsRefused()
    {
        var id = await Ask();

        (await Should.ThrowAsync<ValidationException>(Volunteer.SendAsync(new AnswerMatchProposalCommand(id, false, " ")))).Errors.Single().PropertyName.ShouldBe("Reason");
        (await Should.ThrowAsync<ValidationException>(Volunteer.SendAsync(new AnswerMatchProposalCommand(id, null, null)))).Errors.Single().PropertyName.ShouldBe("IsYes");
    }

    [Fact]
    public async Task AnswerMatchProposal_ByThePage_ShowsTheMeetingWhenItIsPlanned()
    {
        var id = await Ask();
        var volunteer = await Volunteer.BrowseAsync();

        var answered = await volunteer.SubmitAsync(await volunteer.OpenAsync("/mijn-voorstellen"), new() { ["Form.IsYes"] = "true" });

        answered.Text.ShouldContain("Dank je wel. De coördinator neemt contact met je op.");
        answered.Text.ShouldContain("De coördinator spreekt met jullie beiden een eerste ontmoeting af.");
        var coordinator = await Coordinator.BrowseAsync();
        (await coordinator.SubmitAsync(await coordinator.OpenAsync($"/voorstellen/{id}"), new() { ["Meeting.On"] = "2026-11-26", ["Meeting.At"] = "14:00", ["Meeting.Place"] = "Bibliotheek Neude" }))
            .Text.ShouldContain("De eerste ontmoeting staat vast.");
        var planned = await volunteer.OpenAsync("/mijn-voorstellen");
        planned.Text.ShouldContain("donderdag 26 november 2026, 14:00, Bibliotheek Neude");
        planned.Text.ShouldNotContain("Zebulon");
        (await NoticesOf(Case.Volunteer.Account)).ShouldBe([NoticeKind.MatchAsked, NoticeKind.OwnMatchMeeting]);
        (await NoticesOf(Case.Client!)).ShouldBe([NoticeKind.FirstMeeting]);
    }

    [Fact]
    public async Task AnswerMatchProposal_Twice_IsAnsweredOnce()
    {
        var id = await Accepted();

        await Should.ThrowAsync<ConcurrencyConflictException>(Volunteer.SendAsync(new AnswerMatchProposalCommand(id, true, null)));
    }

    [Fact]
    public async Task AnswerMatchProposal_NoAfterAYes_EndsIt()
    {
        var id = await Met();

        await Volunteer.SendAsync(new AnswerMatchProposalCommand(id, false, "Ik ben ziek geworden."));

        (await ProposalOf(id)).Status.ShouldBe(MatchProposalStatus.Declined);
        (await NoticesOf(Case.Coordinator)).Count(kind => kind == NoticeKind.MatchAnswered).ShouldBe(2);
    }

    [Fact]
    public async Task AnswerMatchProposal_DeclarationEndedMeanwhile_EndsItAndTellsBoth()
    {
        var id = await Ask();
        await Read(db => db.Volunteers.Where(v => v.Id == Case.Volunteer.Id).ExecuteUpdateAsync(set => set.SetProperty(v => v.ConductDeclarationUntil, Today.AddDays(-1)), Cancel));

        (await Volunteer.SendAsync(new AnswerMatchProposalCommand(id, true, null))).Status.ShouldBe(MatchProposalStatus.Lapsed);

        (await ProposalOf(id)).LapsedBy.ShouldBe(MatchLapse.VolunteerUnavailable);
        (await NoticesOf(Case.Coordinator)).ShouldContain(NoticeKind.MatchEnded);
        (await NoticesOf(Case.Volunteer.Account)).ShouldBe([NoticeKind.MatchAsked, NoticeKind.OwnMatchEnded]);
    }

    [Fact]
    public async Task PlanFirstMeeting_BeforeAYes_IsRefused() =>
        (await RefusalOf(Coordinator.SendAsync(new PlanFirstMeetingCommand(await Ask(), Today, null, "Bibliotheek")))).ShouldBe("match-not-accepted");

    [Fact]
    public async Task PlanFirstMeeting_AtNight_IsRefused() =>
        (await Should.ThrowAsync<ValidationException>(Coordinator.SendAsync(new PlanFirstMeetingCommand(await Accepted(), Today.AddDays(1), new TimeOnly(3, 0), "Bibliotheek")))).Errors.Single().PropertyName.ShouldBe("At");

    [Fact]
    public async Task PlanFirstMeeting_InThePast_IsRefused() =>
        (await Should.ThrowAsync<ValidationException>(Coordinator.SendAsync(new PlanFirstMeetingCommand(await Accepted(), Today.AddDays(-1), null, null)))).Errors.Select(e => e.PropertyName).ShouldBe(["On", "Place"], ignoreOrder: true);

    [Fact]
    public async Task WithdrawMatchProposal_VolunteerSaidYesMeanwhile_IsRefusedUnlessSeen()
    {
        var id = await Accepted();

        await Should.ThrowAsync<ConcurrencyConflictException>(Coordinator.SendAsync(new WithdrawMatchProposalCommand(id, "Toch iemand anders.", MatchProposalStatus.Asked)));
        await Coordinator.SendAsync(new WithdrawMatchProposalCommand(id, "Toch iemand anders.", MatchProposalStatus.Accepted));

        (await ProposalOf(id)).Status.ShouldBe(MatchProposalStatus.Withdrawn);
        (await NoticesOf(Case.Volunteer.Account)).ShouldBe([NoticeKind.MatchAsked, NoticeKind.OwnMatchEnded]);
        (await Volunteer.SendAsync(new OwnMatchProposalsQuery())).Proposal.ShouldBeNull();
        await Ask();
    }

    [Fact]
    public async Task WithdrawMatchProposal_ByThePage_SaysSo()
    {
        var id = await Ask();
        var coordinator = await Coordinator.BrowseAsync();

        (await coordinator.SubmitAsync(await coordinator.OpenAsync($"/voorstellen/{id}"), new() { ["Withdrawal.Reason"] = "Toch iemand anders." })).Text.ShouldContain("Het voorstel is ingetrokken.");
    }

    [Fact]
    public async Task DecideMatchProposal_BeforeTheMeeting_NoIsTakenAndYesIsRefused()
    {
        var id = await Accepted();
        (await RefusalOf(As(Case.Client!).SendAsync(new DecideMatchProposalCommand(id, true, null)))).ShouldBe("match-not-met");
        await Coordinator.SendAsync(new PlanFirstMeetingCommand(id, Today.AddDays(2), null, "Bibliotheek"));
        (await RefusalOf(As(Case.Client!).SendAsync(new DecideMatchProposalCommand(id, true, null)))).ShouldBe("match-not-met");

        var client = await As(Case.Client!).BrowseAsync();
        var page = await client.OpenAsync($"/mijn-traject/{Case.Id}/kennismaking");
        page.Text.ShouldContain("Vrijwilliger wil je graag leren kennen");
        page.Text.ShouldNotContain(Case.Volunteer.Volunteer.LastName);
        (await client.SubmitAsync(page, new() { ["Form.Reason"] = "Ik ken hem." })).Text.ShouldContain("De coördinator zoekt verder voor je.");

        (await ProposalOf(id)).Status.ShouldBe(MatchProposalStatus.ClientDeclined);
        (await NoticesOf(Case.Volunteer.Account))[^1].ShouldBe(NoticeKind.OwnMatchEnded);
        (await RefusalOf(Ask())).ShouldBe("match-said-no");
    }

    [Fact]
    public async Task DecideMatchProposal_BeforeTheVolunteerSaidYes_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(As(Case.Client!).SendAsync(new DecideMatchProposalCommand(await Ask(), false, "Nee.")));

    [Fact]
    public async Task DecideMatchProposal_YesByThePage_PairsAndTheCycleGoesOn()
    {
        var id = await Met();
        var client = await As(Case.Client!).BrowseAsync();
        (await client.OpenAsync("/mijn-traject")).Text.ShouldContain("Vrijwilliger wil je graag leren kennen, als vrijwilliger.");

        var page = await client.SubmitAsync(await client.OpenAsync($"/mijn-traject/{Case.Id}/kennismaking"), new() { ["Form.IsYes"] = "true" });

        page.Text.ShouldContain("Fijn. Jullie gaan samen verder.");
        var pairing = (await CaseOf(Case)).CurrentAssignment.ShouldNotBeNull();
        (pairing.VolunteerId, pairing.Motivation, pairing.AskedBy).ShouldBe((Case.Volunteer.Id, "Houdt ook van koken.", null));
        (await ProposalOf(id)).Status.ShouldBe(MatchProposalStatus.Paired);
        var tasks = await Read(db => db.HumanTasks.Where(t => t.CaseId == Case.Id).AsNoTracking().ToListAsync(Cancel));
        tasks.Single(t => t.Id == Step.Id).Outcome.ShouldBe("Matched");
        tasks.ShouldContain(t => t.IsOpen, "the cycle went on");
        (await Read(db => db.Timeline.SingleAsync(e => e.CaseId == Case.Id && e.Kind == TimelineKind.VolunteerMatched, Cancel))).ById.ShouldBe(Case.Coordinator.Id);
        (await NoticesOf(Case.Volunteer.Account))[^1].ShouldBe(NoticeKind.OwnMatchPaired);
        (await (await Volunteer.BrowseAsync()).OpenAsync($"/trajecten/{Case.Id}")).Text.ShouldContain("Zebulon");
    }

    [Fact]
    public async Task DecideMatchProposal_VolunteerHasNoRoomAnyMore_EndsItAndPairsNobody()
    {
        var id = await Met();
        await Read(db => db.Volunteers.Where(v => v.Id == Case.Volunteer.Id).ExecuteUpdateAsync(set => set.SetProperty(v => v.Capacity, 0), Cancel));

        (await As(Case.Client!).SendAsync(new DecideMatchProposalCommand(id, true, null))).Status.ShouldBe(MatchProposalStatus.Lapsed);

        (await CaseOf(Case)).CurrentAssignment.ShouldBeNull();
        (await Read(db => db.HumanTasks.SingleAsync(t => t.Id == Step.Id, Cancel))).IsOpen.ShouldBeTrue();
    }

    [Fact]
    public async Task DecideMatchProposal_ByTheCoordinator_OnlyOfWhoHasNoAccount()
    {
        var id = await Met();
        (await RefusalOf(Coordinator.SendAsync(new DecideMatchProposalCommand(id, true, null)))).ShouldBe("match-client-answers");

        await Read(db => db.Clients.ExecuteUpdateAsync(set => set.SetProperty(c => c.AccountId, (Guid?)null), Cancel));
        var coordinator = await Coordinator.BrowseAsync();
        (await coordinator.SubmitAsync(await coordinator.OpenAsync($"/voorstellen/{id}"), new() { ["Answer.IsYes"] = "true" })).Text.ShouldContain("Gekoppeld");

        (await CaseOf(Case)).CurrentAssignment.ShouldNotBeNull();
    }

    [Fact]
    public async Task MatchProposal_CasePaused_Lapses()
    {
        var id = await Accepted();

        await As(Case.Officer).SendAsync(new PauseCaseCommand(Case.Id, "Op reis."));

        (await ProposalOf(id)).LapsedBy.ShouldBe(MatchLapse.CasePaused);
    }

    [Fact]
    public async Task MatchProposal_ClientTakesBackWhatMayBeTold_Lapses()
    {
        var id = await Ask();

        await As(Case.Officer).SendAsync(new SaveMatchProfileCommand { CaseId = Case.Id, IsAgreed = false });

        (await ProposalOf(id)).LapsedBy.ShouldBe(MatchLapse.ProfileTakenBack);
        (await Volunteer.SendAsync(new OwnMatchProposalsQuery())).Proposal.ShouldBeNull();
    }

    [Fact]
    public async Task EndMatchProposals_BeyondThreeWorkingDays_TellsTheCoordinatorOnce()
    {
        var id = await Ask();

        Clock.Advance(TimeSpan.FromDays(3));
        (await Host.SendAsync(Actor.System, new EndMatchProposalsCommand())).ShouldBe(0);
        Clock.Advance(TimeSpan.FromDays(1));
        (await Host.SendAsync(Actor.System, new EndMatchProposalsCommand())).ShouldBe(1);
        (await Host.SendAsync(Actor.System, new EndMatchProposalsCommand())).ShouldBe(0);

        (await NoticesOf(Case.Coordinator)).Where(kind => kind == NoticeKind.MatchLate).ShouldHaveSingleItem();
        (await ProposalOf(id)).Status.ShouldBe(MatchProposalStatus.Asked);
    }

    [Fact]
    public async Task EndMatchProposals_DeclarationEnded_Lapses()
    {
        var id = await Accepted();
        await Read(db => db.Volunteers.Where(v => v.Id == Case.Volunteer.Id).ExecuteUpdateAsync(set => set.SetProperty(v => v.ConductDeclarationUntil, Today), Cancel));

        Clock.Advance(TimeSpan.FromDays(1));
        (await Host.SendAsync(Actor.System, new EndMatchProposalsCommand())).ShouldBe(1);

        (await ProposalOf(id)).LapsedBy.ShouldBe(MatchLapse.VolunteerUnavailable);
    }
}
