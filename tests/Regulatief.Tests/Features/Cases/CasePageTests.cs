using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Workflows;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.MyWork;
using Regulatief.Web.Features.Reports;
using Regulatief.Web.Features.Workflows;

namespace Regulatief.Tests.Features.Cases;

public sealed class CasePageTests(SqliteHost host) : FeatureTest(host)
{
    private CaseUnderTest _case = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Running("regulatieve-cyclus").ForClient("Omar", "Zegers").Paired());
    }

    [Fact]
    public async Task CasePage_Colleague_GetsTheSameAnswerAsForACaseThatIsNotThere()
    {
        var browser = await As(await Given(A.ProbationOfficer())).BrowseAsync();

        var hidden = await browser.OpenAsync($"/trajecten/{_case.Id}");
        var missing = await browser.OpenAsync($"/trajecten/{Guid.NewGuid()}");

        hidden.Status.ShouldBe(HttpStatusCode.NotFound);
        missing.Status.ShouldBe(HttpStatusCode.NotFound);
        hidden.Find("main")!.TextContent.ShouldBe(missing.Find("main")!.TextContent);
    }

    [Theory]
    [InlineData(AccountRole.Manager, HttpStatusCode.NotFound)]
    [InlineData(AccountRole.PrivacyOfficer, HttpStatusCode.Forbidden)]
    [InlineData(AccountRole.Designer, HttpStatusCode.Forbidden)]
    [InlineData(AccountRole.Administrator, HttpStatusCode.Forbidden)]
    public async Task CasePage_RoleThatIsNoParty_MayNotSee(AccountRole role, HttpStatusCode answer)
    {
        var browser = await As(await Given(A.Account(role))).BrowseAsync();

        (await browser.OpenAsync($"/trajecten/{_case.Id}")).Status.ShouldBe(answer);
    }

    [Fact]
    public async Task CasePage_Officer_SeesWhatIsToBeDone()
    {
        var page = await (await As(_case.Officer).BrowseAsync()).OpenAsync($"/trajecten/{_case.Id}");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Heading.ShouldContain("Omar Zegers");
        page.Find(".next-step")!.TextContent.ShouldContain("Intake");
        page.Find(".cycle__node--current")!.TextContent.ShouldContain("Intake");
    }

    [Fact]
    public async Task CasePage_Coordinator_SeesForWhomItWaits()
    {
        var page = await (await As(_case.Coordinator).BrowseAsync()).OpenAsync($"/trajecten/{_case.Id}");

        page.Find(".next-step")!.TextContent.ShouldContain(_case.Officer.DisplayName);
        page.Find(".next-step a").ShouldBeNull();
    }

    [Fact]
    public async Task VolunteerCase_Volunteer_SeesFirstNameAndNoGoals()
    {
        var page = await (await As(_case.Volunteer.Account).BrowseAsync()).OpenAsync($"/trajecten/{_case.Id}");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Heading.ShouldContain("Omar");
        page.Text.ShouldNotContain("Zegers");
        page.Text.ShouldNotContain("Een dagbesteding vinden");
    }

    [Fact]
    public async Task CaseSummary_OverTheApi_TellsTheVolunteerNoMoreThanThePage()
    {
        var summary = await (await (await As(_case.Volunteer.Account).ApiAsync()).GetAsync($"/api/v1/cases/{_case.Id}", Cancel)).JsonAsync();

        ((string?)summary["clientName"]).ShouldBe("Omar");
        summary["goals"].ShouldBeNull();
        (await (await (await As(_case.Officer).ApiAsync()).GetAsync($"/api/v1/cases/{_case.Id}", Cancel)).JsonAsync())["goals"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task CasePage_Opened_IsRecordedAsRead()
    {
        await As(_case.Officer).SendAsync(new CasePageQuery(_case.Id));

        var read = await Read(db => db.AuditEntries.SingleAsync(e => e.Action == nameof(CasePageQuery), Cancel));
        read.ActorId.ShouldBe(_case.Officer.Id);
        read.CaseId.ShouldBe(_case.Id);
    }

    [Fact]
    public async Task UnsharedSignal_LeavesNoTraceForAnybodyElse()
    {
        var signal = await GivenSignal();
        Clock.Advance(TimeSpan.FromDays(30));
        await Host.SweepAsync();

        foreach (var account in new[] { _case.Officer, _case.Coordinator })
        {
            var page = await As(account).SendAsync(new CasePageQuery(_case.Id));
            page.Signals.ShouldBeEmpty();
            page.Tasks.ShouldNotContain(t => t.Title.Contains("ignaal"));
            page.Timeline.ShouldNotContain(e => e.Sentence.Contains("ignaal"));
            (await As(account).SendAsync(new CaseTimelineQuery(_case.Id))).Items.ShouldNotContain(e => e.Sentence.Contains("ignaal"));
        }

        (await As(_case.Officer).SendAsync(new OfficerWorkQuery())).Signals.ShouldBeEmpty();
        (await As(_case.Coordinator).SendAsync(new CoordinatorWorkQuery())).Escalations.ShouldAllBe(e => e.Title == "Intake");
        (await As(_case.Volunteer.Account).SendAsync(new VolunteerWorkQuery())).OpenSignals.Single().Id.ShouldBe(signal);
    }

    [Fact]
    public async Task UnsharedSignal_IsInNoFigure()
    {
        var manager = await Given(A.Account(AccountRole.Manager));
        var designer = await Given(A.Account(AccountRole.Designer));
        var before = (await As(manager).SendAsync(new CaseloadQuery())).Terms;

        await GivenSignal();

        (await As(manager).SendAsync(new CaseloadQuery())).Terms.ShouldBe(before);
        (await As(designer).SendAsync(new DefinitionListQuery())).Definitions.Single(d => d.DefinitionId == "risicosignaal").Versions.ShouldAllBe(v => v.RunningCases == 0);
    }

    [Fact]
    public async Task UnsharedSignal_SuccessorOfTheVolunteer_DoesNotSeeItsTask()
    {
        await GivenSignal();
        var successor = await Given(A.Volunteer().In(_case.Project));
        Clock.Advance(TimeSpan.FromDays(1));
        await Host.ReadAsync(async db =>
        {
            (await db.VolunteerAssignments.SingleAsync(Cancel)).End(Clock.GetUtcNow(), "Verhuisd.");
            db.Add(new Regulatief.Cases.Volunteers.VolunteerAssignment { CaseId = _case.Id, VolunteerId = successor.Id, From = Clock.GetUtcNow() });
            return await db.SaveChangesAsync(Cancel);
        });

        var work = await As(successor.Account).SendAsync(new VolunteerWorkQuery());

        work.Cases.Single().Id.ShouldBe(_case.Id);
        work.Tasks.Count.ShouldBe(0);
        work.OpenSignals.ShouldBeEmpty();
        (await As(successor.Account).SendAsync(new VolunteerCaseQuery(_case.Id))).Tasks.ShouldNotContain(t => t.IsOwn);
    }

    /// <summary>Noted by the volunteer, with the workflow that follows it.</summary>
    private async Task<RiskSignalId> GivenSignal()
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>();
        var signal = new RiskSignal
        {
            CaseId = _case.Id,
            VolunteerId = _case.Volunteer.Id,
            Kind = RiskSignalKind.RisingRiskBehaviour,
            Observation = "Hij was onrustig.",
            NotedAt = Clock.GetUtcNow(),
        };
        db.RiskSignals.Add(signal);
        var @case = await db.CaseForChangeAsync(CaseKey.Of(_case.Id), Actor.System, Cancel);
        await scope.ServiceProvider.GetRequiredService<WorkflowHost>().StartAsync(@case, "risicosignaal", null, signal.Id, Cancel);
        await db.SaveChangesAsync(Cancel);
        return signal.Id;
    }
}
