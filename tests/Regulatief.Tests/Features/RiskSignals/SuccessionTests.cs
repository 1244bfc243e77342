using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Projects;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Agreements;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Features.MyWork;
using Regulatief.Web.Features.RiskSignals;

namespace Regulatief.Tests.Features.RiskSignals;

/// <summary>A disclosure names who held the role: one who comes later reads what was shared before only after signing, or in cover.</summary>
public sealed class SuccessionTests(SqliteHost host) : SignalTest(host)
{
    [Fact]
    public async Task Successor_NotSigned_NoRouteShowsTheSignal()
    {
        await Shared();
        var task = await OpenTask(Case, HumanTaskKind.RiskSignal);
        var successor = As(await Succeeded());

        await Should.ThrowAsync<NotFoundException>(successor.SendAsync(new AcknowledgeRiskSignalCommand(Signal)));
        await Should.ThrowAsync<NotFoundException>(successor.SendAsync(new ShareRiskSignalCommand(Signal, CaseRole.Coordinator, AcuteDanger)));
        (await successor.SendAsync(new OfficerWorkQuery())).Signals.ShouldBeEmpty();
        (await successor.SendAsync(new ListTasksQuery())).Items.ShouldNotContain(t => t.Kind == HumanTaskKind.RiskSignal);
        (await successor.SendAsync(new CasePageQuery(Case.Id))).Signals.ShouldBeEmpty();
        (await successor.SendAsync(new CaseTimelineQuery(Case.Id))).Items.ShouldNotContain(item => item.Kind == TimelineKind.SignalShared);
        (await successor.SendAsync(new CaseSummaryQuery(Case.Id))).Tasks.ShouldNotContain(t => t.Kind == HumanTaskKind.RiskSignal);
        var (browser, api) = (await successor.BrowseAsync(), await successor.ApiAsync());
        (await browser.OpenAsync($"/signalen/{Signal}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await browser.OpenAsync($"/taken/{task.Id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await api.GetAsync(new Uri($"/api/v1/risk-signals/{Signal}", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await api.GetAsync(new Uri($"/api/v1/tasks/{task.Id}", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Successor_Signed_ReadsAndHandlesIt()
    {
        var agreement = await Agree();
        await Discuss(CaseRole.Professional);
        await Share();
        var successor = As(await Succeeded());

        await successor.SendAsync(new SignAgreementCommand(agreement));

        await successor.SendAsync(new AcknowledgeRiskSignalCommand(Signal));
        (await successor.SendAsync(new RiskSignalForRecipientQuery(Signal))).CanHandle.ShouldBeTrue();
        (await successor.SendAsync(new CaseTimelineQuery(Case.Id))).Items.ShouldContain(item => item.Kind == TimelineKind.SignalShared);
    }

    [Fact]
    public async Task Successor_SignedWhatPassesNoSignals_ReadsNothing()
    {
        await Shared();
        var successor = await Succeeded();
        var proposal = new AgreementProposal
        {
            Purpose = "Opnieuw beginnen.",
            DiscussFirst = "Eerst praten.",
            ValidFrom = new DateOnly(2026, 11, 24),
            ValidUntil = new DateOnly(2027, 11, 23),
            Categories = [new ProposedCategory { Category = InformationCategory.PlanGoals, Recipients = [CaseRole.Volunteer] }],
        };

        var agreement = (await As(successor).SendAsync(new ProposeAgreementCommand(Case.Id, proposal))).AgreementId;
        foreach (var party in new[] { As(successor), Volunteer, As(Case.Client!) }) await party.SendAsync(new SignAgreementCommand(agreement));

        await Should.ThrowAsync<NotFoundException>(As(successor).SendAsync(new RiskSignalForRecipientQuery(Signal)));
    }

    [Fact]
    public async Task Successor_SignedFirstOfANewProposal_ReadsItOnceAllSigned()
    {
        await Shared();
        var successor = await Succeeded();
        var proposal = new AgreementProposal
        {
            Purpose = "Samen verder.",
            DiscussFirst = "Eerst praten.",
            ValidFrom = new DateOnly(2026, 11, 24),
            ValidUntil = new DateOnly(2027, 11, 23),
            Categories = [new ProposedCategory { Category = InformationCategory.RiskSignals, Recipients = [CaseRole.Professional] }],
        };
        var agreement = (await As(successor).SendAsync(new ProposeAgreementCommand(Case.Id, proposal))).AgreementId;
        foreach (var party in new[] { As(successor), Volunteer }) await party.SendAsync(new SignAgreementCommand(agreement));
        await Should.ThrowAsync<NotFoundException>(As(successor).SendAsync(new RiskSignalForRecipientQuery(Signal)));

        await As(Case.Client!).SendAsync(new SignAgreementCommand(agreement));

        (await As(successor).SendAsync(new RiskSignalForRecipientQuery(Signal))).Signal.Id.ShouldBe(Signal);
    }

    [Fact]
    public async Task Successor_InCoverForThePredecessor_ReadsIt()
    {
        await Shared();
        var successor = await Succeeded();

        var inCover = new Actor(successor.Id, AccountRole.ProbationOfficer) { ActsFor = [successor.Id, Case.Officer.Id] };

        (await Host.SendAsync(inCover, new RiskSignalForRecipientQuery(Signal))).Signal.Id.ShouldBe(Signal);
    }

    [Fact]
    public async Task Successor_NotSigned_WhoCoversForThemReadsNothingEither()
    {
        await Shared();
        var successor = await Succeeded();
        var colleague = await Given(A.ProbationOfficer());

        var inCover = new Actor(colleague.Id, AccountRole.ProbationOfficer) { ActsFor = [colleague.Id, successor.Id] };

        await Should.ThrowAsync<NotFoundException>(Host.SendAsync(inCover, new RiskSignalForRecipientQuery(Signal)));
    }

    [Fact]
    public async Task Predecessor_NoLongerReadsIt_AndDoesAgainOnceTheCaseIsBack()
    {
        await Shared();
        var successor = await Succeeded();
        await Should.ThrowAsync<NotFoundException>(Officer.SendAsync(new RiskSignalForRecipientQuery(Signal)));

        await As(successor).SendAsync(new ReplaceProfessionalCommand(Case.Id, Case.Officer.Id, "Terug van verlof."));

        (await Officer.SendAsync(new RiskSignalForRecipientQuery(Signal))).Signal.Id.ShouldBe(Signal);
    }

    [Fact]
    public async Task Successor_NotSigned_CanBeToldUnderAcuteDangerOnce()
    {
        await Shared();
        var successor = await Succeeded();

        await Share(exception: AcuteDanger);

        (await As(successor).SendAsync(new RiskSignalForRecipientQuery(Signal))).Signal.Id.ShouldBe(Signal);
        (await Should.ThrowAsync<CaseRuleException>(Share(exception: AcuteDanger))).Code.ShouldBe("signal-already-shared");
    }

    [Fact]
    public async Task Successor_TheClientIsTold_WhoWasTold()
    {
        await Host.WriteAsync(db => db.Accounts.Single(a => a.Id == Case.Officer.Id).DisplayName = "Bas Voorganger");
        await Shared();
        await Succeeded();
        var browser = await As(Case.Client!).BrowseAsync();

        (await browser.OpenAsync($"/signalen/{Signal}")).Text.ShouldContain("Bas Voorganger");
        (await browser.OpenAsync("/mijn-traject")).Find("main")!.TextContent.ShouldContain("Bas");
    }

    [Fact]
    public async Task Successor_NotSigned_IsNotRemindedOfItsTask()
    {
        await Shared();
        var task = await OpenTask(Case, HumanTaskKind.RiskSignal);
        var successor = await Succeeded();

        await Host.PassAsync(TimeSpan.FromDays(1));

        (await Read(db => db.HumanTasks.SingleAsync(t => t.Id == task.Id, Cancel))).RemindedAt.ShouldNotBeNull();
        (await Read(db => db.Notices.AnyAsync(n => n.SubjectId == task.Id.Value && n.AccountId == successor.Id, Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task Coordinator_OneWhoDidNotSign_SeesNothingUntilTheySign()
    {
        var other = await OtherCoordinator();
        var agreement = await Agree(CaseRole.Coordinator);
        await Discuss(CaseRole.Coordinator);
        await Share(CaseRole.Coordinator);
        await Should.ThrowAsync<NotFoundException>(As(other).SendAsync(new RiskSignalForRecipientQuery(Signal)));
        (await As(other).SendAsync(new ListTasksQuery())).Items.ShouldNotContain(t => t.Kind == HumanTaskKind.RiskSignal);
        (await Coordinator.SendAsync(new RiskSignalForRecipientQuery(Signal))).CanHandle.ShouldBeTrue();

        await As(other).SendAsync(new SignAgreementCommand(agreement));

        (await As(other).SendAsync(new RiskSignalForRecipientQuery(Signal))).CanHandle.ShouldBeTrue();
    }

    [Fact]
    public async Task Coordinator_UnderAnException_AllOfThatMomentAreTold()
    {
        var other = await OtherCoordinator();

        await Share(CaseRole.Coordinator, AcuteDanger);

        var later = await OtherCoordinator();
        foreach (var coordinator in new[] { Case.Coordinator, other })
            (await As(coordinator).SendAsync(new RiskSignalForRecipientQuery(Signal))).CanHandle.ShouldBeTrue();
        await Should.ThrowAsync<NotFoundException>(As(later).SendAsync(new RiskSignalForRecipientQuery(Signal)));
    }

    [Fact]
    public async Task Coordinator_TheOneWhoSignedLeftTheProject_SharingWaitsForASignature()
    {
        await Agree(CaseRole.Coordinator);
        await Discuss(CaseRole.Coordinator);
        await OtherCoordinator();
        await Host.WriteAsync(db => db.Remove(db.Set<ProjectCoordinator>().Single(c => c.AccountId == Case.Coordinator.Id)));

        (await Should.ThrowAsync<CaseRuleException>(Share(CaseRole.Coordinator))).Code.ShouldBe("sharing-agreement-suspended");
    }

    private async Task<Account> Succeeded()
    {
        var successor = await Given(A.ProbationOfficer());
        await Coordinator.SendAsync(new ReplaceProfessionalCommand(Case.Id, successor.Id, "Met verlof."));
        return successor;
    }

    private async Task<Account> OtherCoordinator()
    {
        var other = await Given(A.Coordinator());
        await Host.ReadAsync(async db =>
        {
            var project = await db.Projects.Include(p => p.Coordinators).SingleAsync(p => p.Id == Case.Project.Id, Cancel);
            project.Coordinators.Add(new ProjectCoordinator { ProjectId = project.Id, AccountId = other.Id, Rank = project.Coordinators.Max(c => c.Rank) + 1 });
            return await db.SaveChangesAsync(Cancel);
        });
        return other;
    }
}
