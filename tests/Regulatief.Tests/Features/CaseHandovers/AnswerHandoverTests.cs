using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseAccesses;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.CaseHandovers;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Features.CaseHandovers;

/// <summary>From the question to the day: what the successor reads, answers and gets.</summary>
public sealed class AnswerHandoverTests(SqliteHost host) : CaseHandoverTest(host)
{
    private static readonly TimeSpan ADay = TimeSpan.FromDays(1);

    [Fact]
    public async Task Handover_ToAColleagueBesideThem_IsNotFound()
    {
        var handover = await Asked(await Given(A.Case()));
        var beside = As(await Given(A.ProbationOfficer()));

        await Should.ThrowAsync<NotFoundException>(beside.SendAsync(new HandoverPageQuery(handover)));
        await Should.ThrowAsync<NotFoundException>(beside.SendAsync(new AcceptHandoverCommand(handover)));
        await Should.ThrowAsync<NotFoundException>(beside.SendAsync(new DeclineHandoverCommand(handover, "Nee.")));
        await Should.ThrowAsync<NotFoundException>(beside.SendAsync(new WithdrawHandoverCommand(handover)));
        (await beside.SendAsync(new HandoverListQuery())).ShouldSatisfyAllConditions(it => it.ToActor.ShouldBeEmpty(), it => it.FromActor.ShouldBeEmpty());
    }

    [Fact]
    public async Task Handover_AnsweredByTheOtherSide_IsRefused()
    {
        var @case = await Given(A.Case());
        var handover = await Asked(@case);

        (await Should.ThrowAsync<CaseRuleException>(As(@case.Officer).SendAsync(new AcceptHandoverCommand(handover)))).Code.ShouldBe("handover-put-to-another");
        (await Should.ThrowAsync<CaseRuleException>(As(@case.Officer).SendAsync(new DeclineHandoverCommand(handover, "Nee.")))).Code.ShouldBe("handover-put-to-another");
        (await Should.ThrowAsync<CaseRuleException>(As(Successor).SendAsync(new WithdrawHandoverCommand(handover)))).Code.ShouldBe("handover-put-to-you");
    }

    [Fact]
    public async Task Handover_PutToOrAskedBySomebodyWithMoreRoles_IsOfTheRoleThatItWasDoneIn()
    {
        var both = await Given(A.ProbationOfficer().And(AccountRole.Manager));
        var @case = await Given(A.Case());
        var handover = (await As(both).In(AccountRole.Manager).SendAsync(new HandOverCasesCommand(@case.Officer.Id, Successor.Id, Today.AddDays(1), [new(@case.Id, null)])))
            .Asked.ShouldHaveSingleItem().HandoverId;
        var other = (await As(@case.Officer).SendAsync(new HandoverListQuery())).FromActor.ShouldHaveSingleItem().Id;

        other.ShouldBe(handover);
        await Should.ThrowAsync<NotFoundException>(As(both).SendAsync(new HandoverPageQuery(handover)));
        await As(@case.Officer).SendAsync(new WithdrawHandoverCommand(handover));
        var toBoth = (await As(@case.Officer).SendAsync(new HandOverCasesCommand(null, both.Id, Today.AddDays(1), [new(@case.Id, null)]))).Asked.ShouldHaveSingleItem().HandoverId;
        await Should.ThrowAsync<NotFoundException>(As(both).In(AccountRole.Manager).SendAsync(new AcceptHandoverCommand(toBoth)));
        await As(both).SendAsync(new AcceptHandoverCommand(toBoth));
    }

    [Fact]
    public async Task Handover_Asked_SuccessorReadsTextAndChecklistAndNotTheCase()
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);
        var handover = await Asked(@case);

        var page = await As(Successor).SendAsync(new HandoverPageQuery(handover));

        page.Content!.Text.ShouldBe(Words);
        page.Content.Checklist.ShouldSatisfyAllConditions(
            it => it.HasAgreementToSign.ShouldBeTrue(), it => it.Tasks.ShouldNotBeEmpty(), it => it.IsClientTold.ShouldBeTrue(), it => it.Volunteer.ShouldNotBeNull());
        page.Content.SeesCase.ShouldBeFalse();
        await Should.ThrowAsync<NotFoundException>(As(Successor).SendAsync(new CasePageQuery(@case.Id)));
    }

    [Fact]
    public async Task Handover_Accepted_IsToldAndPassesOnItsDay()
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);
        var handover = await Asked(@case);
        await Host.WriteAsync(db => db.Notices.Add(new Notice { AccountId = @case.Officer.Id, Role = AccountRole.ProbationOfficer, Kind = NoticeKind.VolunteerLeaves, CaseId = @case.Id, At = Clock.GetUtcNow() }));

        await As(Successor).SendAsync(new AcceptHandoverCommand(handover));

        (await CaseOf(@case)).ProfessionalId.ShouldBe(@case.Officer.Id);
        (await (await As(@case.Client!).BrowseAsync()).OpenAsync("/mijn-traject")).Text.ShouldContain("Vanaf woensdag 25 november 2026 is Bram Smit uw professional.");
        (await As(@case.Volunteer.Account).SendAsync(new VolunteerCaseQuery(@case.Id))).Next.ShouldBe(new NextProfessional("Bram Smit", Today.AddDays(1)));
        (await NoticesOf(@case.Volunteer.Account)).ShouldContain(NoticeKind.ProfessionalComing);
        (await NoticesOf(@case.Officer)).ShouldContain(NoticeKind.HandoverAccepted);

        await Host.PassAsync(ADay);

        (await StatusOf(handover)).ShouldBe(HandoverStatus.Done);
        (await As(Successor).SendAsync(new ListTasksQuery())).Items.ShouldNotBeEmpty();
        (await NoticesOf(Successor)).ShouldBe([NoticeKind.HandoverAsked, NoticeKind.CaseAssigned, NoticeKind.AgreementToSign, NoticeKind.VolunteerLeaves], ignoreOrder: true);
        (await NoticesOf(@case.Officer)).ShouldBeEmpty();
        await Should.ThrowAsync<NotFoundException>(As(@case.Officer).SendAsync(new CasePageQuery(@case.Id)));
        (await Read(db => db.Timeline.CountAsync(e => e.CaseId == @case.Id && e.Kind == TimelineKind.ProfessionalReplaced, Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task Handover_NotAnsweredOnItsDay_AsksAgainAndPassesWhenAccepted()
    {
        var @case = await Given(A.Case());
        var handover = await Asked(@case);

        await Host.PassAsync(ADay);

        (await CaseOf(@case)).ProfessionalId.ShouldBe(@case.Officer.Id);
        (await NoticesOf(@case.Officer)).ShouldContain(NoticeKind.HandoverUnanswered);
        (await NoticesOf(Successor)).ShouldBe([NoticeKind.HandoverAsked, NoticeKind.HandoverAsked]);
        (await As(Successor).SendAsync(new AcceptHandoverCommand(handover))).ShouldBe(HandoverStatus.Done);
        (await CaseOf(@case)).ProfessionalId.ShouldBe(Successor.Id);
    }

    [Fact]
    public async Task Handover_Declined_StaysWhereItIsAndSaysWhy()
    {
        var @case = await Given(A.Case());
        var handover = await Asked(@case);
        await As(Successor).SendAsync(new AcceptHandoverCommand(handover));

        await As(Successor).SendAsync(new DeclineHandoverCommand(handover, "Ik ken de cliënt."));
        await Host.PassAsync(ADay);

        (await CaseOf(@case)).ProfessionalId.ShouldBe(@case.Officer.Id);
        (await As(@case.Officer).SendAsync(new HandoverPageQuery(handover))).DeclineReason.ShouldBe("Ik ken de cliënt.");
        (await As(Successor).SendAsync(new HandoverPageQuery(handover))).Content.ShouldBeNull();
        (await Should.ThrowAsync<CaseRuleException>(As(Successor).SendAsync(new AcceptHandoverCommand(handover)))).Code.ShouldBe("handover-over");
    }

    [Fact]
    public async Task Handover_Withdrawn_TellsTheSuccessor()
    {
        var @case = await Given(A.Case());
        var handover = await Asked(@case);

        await As(@case.Coordinator).SendAsync(new WithdrawHandoverCommand(handover));

        (await NoticesOf(Successor)).ShouldContain(NoticeKind.HandoverEnded);
        (await Read(db => db.DueWork.AnyAsync(w => w.SubjectId == handover, Cancel))).ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Handover_ThatCanNoLongerBe_LapsesAndIsTold(bool isExcluded)
    {
        var @case = await Given(A.Case());
        var handover = await Asked(@case);
        await As(Successor).SendAsync(new AcceptHandoverCommand(handover));
        if (isExcluded) await As(await Given(A.Account(AccountRole.PrivacyOfficer))).SendAsync(new GiveCaseAccessCommand(@case.Id, CaseAccessKind.Exclusion, Successor.Id, null, "Een buurman."));
        else await As(@case.Officer).SendAsync(new ReplaceProfessionalCommand(@case.Id, (await Given(A.ProbationOfficer())).Id, Reason));

        await Host.PassAsync(ADay);

        (await StatusOf(handover)).ShouldBe(HandoverStatus.Lapsed);
        (await CaseOf(@case)).ProfessionalId.ShouldNotBe(Successor.Id);
        (await NoticesOf(@case.Officer)).ShouldContain(NoticeKind.HandoverEnded);
    }

    private Task<List<NoticeKind>> NoticesOf(Account account) =>
        Read(db => db.Notices.Where(n => n.AccountId == account.Id && n.ReadAt == null).OrderBy(n => n.At).Select(n => n.Kind).ToListAsync(Cancel));
}
