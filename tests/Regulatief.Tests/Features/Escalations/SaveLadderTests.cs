using System.Net;
using System.Net.Http.Json;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Covers;
using Regulatief.Web.Features.Escalations;
using Regulatief.Web.Features.MyWork;

namespace Regulatief.Tests.Features.Escalations;

/// <summary>Who is told in a project that something is late, after how many working days, and who after them.</summary>
public sealed class SaveLadderTests(SqliteHost host) : FeatureTest(host)
{
    /// <summary>The day after the intake's last one.</summary>
    private static readonly TimeSpan WhenLate = TimeSpan.FromDays(15);

    private CaseUnderTest _case = null!;
    private Account _manager = null!;
    private Account _administrator = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Running("regulatieve-cyclus"));
        _manager = await Given(A.Account(AccountRole.Manager));
        _administrator = await Given(A.Account(AccountRole.Administrator));
    }

    private SaveLadderCommand Ladder => new() { ProjectId = _case.Project.Id.Value, Kind = HumanTaskKind.Intake, Worker = 0, Cover = 1, Coordinator = 3, Manager = 5, AgainEvery = 2 };

    [Fact]
    public async Task SaveLadder_ByACoordinator_IsRefused()
    {
        (await Should.ThrowAsync<CaseRuleException>(As(_case.Coordinator).SendAsync(Ladder))).Code.ShouldBe("role-may-not");
        await Should.ThrowAsync<CaseRuleException>(As(_case.Coordinator).SendAsync(new ListLaddersQuery(null)));
        (await (await As(_case.Coordinator).BrowseAsync()).OpenAsync("/escalaties/wie-wanneer")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task SaveLadder_OfNoProject_IsNotFound()
    {
        await Should.ThrowAsync<NotFoundException>(As(_manager).SendAsync(Ladder with { ProjectId = Guid.NewGuid() }));
        await Should.ThrowAsync<NotFoundException>(As(_manager).SendAsync(new ListLaddersQuery(Guid.NewGuid())));
    }

    [Fact]
    public async Task SaveLadder_OfAKindThatIsNeverTold_IsRefused() => await RefusedAt(Ladder with { Kind = HumanTaskKind.ExceptionReview }, "Kind", "no-such-choice");

    [Fact]
    public async Task SaveLadder_NobodyWhoCanHelp_IsRefused() => await RefusedAt(Ladder with { Coordinator = null, Manager = null }, "Coordinator", "ladder-nobody");

    [Theory]
    [InlineData(3, 3, 5, 8, "Cover")]
    [InlineData(0, null, 0, 8, "Coordinator")]
    [InlineData(null, 4, 5, 2, "Manager")]
    public async Task SaveLadder_AStepNotLaterThanTheOneBefore_IsRefusedThere(int? worker, int? cover, int? coordinator, int? manager, string field) =>
        await RefusedAt(Ladder with { Worker = worker, Cover = cover, Coordinator = coordinator, Manager = manager }, field, "ladder-order");

    [Fact]
    public async Task SaveLadder_TooFarAwayOrNeverAgain_IsRefused()
    {
        await RefusedAt(Ladder with { Manager = 61 }, "Manager", "InclusiveBetweenValidator");
        await RefusedAt(Ladder with { AgainEvery = 0 }, "AgainEvery", "InclusiveBetweenValidator");
        await RefusedAt(Ladder with { AgainEvery = null }, "AgainEvery", "NotNullValidator");
    }

    [Fact]
    public async Task SaveLadder_AsByDefault_KeepsNothing()
    {
        await As(_manager).SendAsync(new SaveLadderCommand { ProjectId = _case.Project.Id.Value, Kind = HumanTaskKind.Intake, Coordinator = 0, AgainEvery = 5, ForAllKinds = true });

        (await Read(db => db.EscalationLadders.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task SaveLadder_ForAllKinds_HoldsForEach()
    {
        await As(_administrator).SendAsync(Ladder with { ForAllKinds = true });

        (await As(_administrator).SendAsync(new ListLaddersQuery(_case.Project.Id.Value))).Ladders.ShouldAllBe(l => !l.IsDefault && l.Steps == new LadderSteps(0, 1, 3, 5, 2));
    }

    [Fact]
    public async Task Ladder_NobodyActs_ComesFromWhoseWorkItIsUpToTheManager()
    {
        await As(_manager).SendAsync(Ladder);

        await Host.PassAsync(WhenLate);
        (await Told()).ShouldBe([(_case.Officer.Id, EscalationRung.Worker)]);

        // Wednesday 9 December: nobody covers, so that the coordinator is the next, three working days later.
        await PassDays(2);
        (await Told()).Count.ShouldBe(1);
        await PassDays(3);
        (await Told()).Skip(1).ShouldBe([(_case.Coordinator.Id, EscalationRung.Coordinator)]);
        await PassDays(2);
        (await Told()).Skip(2).ShouldBe([(_manager.Id, EscalationRung.Manager)]);
        await PassDays(2);
        (await Told()).Skip(3).ShouldBe([(_administrator.Id, EscalationRung.Administrator)]);
    }

    [Fact]
    public async Task Ladder_WhoseWorkItIsIsAway_TellsWhoCoversToo()
    {
        var colleague = await Given(A.Account(AccountRole.ProbationOfficer));
        await As(_manager).SendAsync(Ladder);
        await Host.PassAsync(WhenLate - TimeSpan.FromDays(1));
        await As(_case.Officer).SendAsync(new NameCoverCommand(null, colleague.Id, DateOnly.FromDateTime(Clock.GetUtcNow().Date), DateOnly.FromDateTime(Clock.GetUtcNow().Date).AddDays(20)));

        await PassDays(1);
        await PassDays(1);

        (await Told()).ShouldBe([(_case.Officer.Id, EscalationRung.Worker), (colleague.Id, EscalationRung.Cover)]);
        var task = await OpenTask(_case, HumanTaskKind.Intake);
        (await As(colleague).SendAsync(new OfficerWorkQuery())).Notices.ShouldContain(n => n.Kind == NoticeKind.TaskLate && n.Url == $"/taken/{task.Id}");
    }

    [Fact]
    public async Task Ladder_WhoseWorkItIs_IsToldAndCannotWaveItAway()
    {
        await As(_manager).SendAsync(Ladder);
        await Host.PassAsync(WhenLate);
        var raised = await Read(db => db.Escalations.SingleAsync(Cancel));

        (await (await As(_case.Officer).BrowseAsync()).OpenAsync("/escalaties")).Status.ShouldBe(HttpStatusCode.Forbidden);
        await Should.ThrowAsync<NotFoundException>(As(_case.Officer).SendAsync(new HandleEscalationCommand(raised.Id, "Komt nog.")));
        (await Read(db => db.Timeline.CountAsync(e => e.Kind == Regulatief.Cases.Cases.TimelineKind.Escalated, Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task Ladder_ChangedWhenItIsLateAlready_GoesOnAsItBegan()
    {
        await Host.PassAsync(WhenLate);
        (await Told()).ShouldBe([(_case.Coordinator.Id, EscalationRung.Coordinator)]);

        await As(_manager).SendAsync(Ladder with { Worker = null, Cover = null, Coordinator = 0, Manager = 1, AgainEvery = 1 });
        await PassDays(6);
        (await Told()).Count.ShouldBe(1);

        await PassDays(1);
        (await Told()).Skip(1).ShouldBe([(_manager.Id, EscalationRung.Manager)]);
    }

    [Fact]
    public async Task Ladder_ChangedBeforeTheLastDay_HoldsForWhatWasOpenAlready()
    {
        await PassDays(10);
        await As(_manager).SendAsync(Ladder with { Worker = null, Cover = null, Coordinator = 2, Manager = null });

        await PassDays(5);
        (await Told()).ShouldBeEmpty();
        await PassDays(2);
        (await Told()).ShouldBe([(_case.Coordinator.Id, EscalationRung.Coordinator)]);
    }

    [Fact]
    public async Task Ladder_NobodyElseIsThere_AlarmsAnAdministratorAndTheHealthOfTheProgram()
    {
        await Read(db => db.Accounts.Where(a => a.Id == _case.Coordinator.Id || a.Id == _manager.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.IsActive, false), Cancel));
        (await Health()).ShouldBe("Healthy");

        await Host.PassAsync(WhenLate);

        (await Read(db => db.Notices.Select(n => new { n.AccountId, n.Kind }).SingleAsync(n => n.Kind == NoticeKind.NobodyThere, Cancel))).AccountId.ShouldBe(_administrator.Id);
        (await Health()).ShouldBe("Unhealthy escalations");
        await Complete(_case, HumanTaskKind.Intake, Answers.Intake);
        (await Health()).ShouldBe("Healthy");
    }

    [Fact]
    public async Task SaveLadder_OnThePage_IsShownWhereItDiffers()
    {
        var browser = await As(_manager).BrowseAsync();
        var list = await browser.OpenAsync("/escalaties/wie-wanneer");
        list.Find(".table .badge")?.TextContent.ShouldBeNull();
        var form = await browser.OpenAsync(list.Find("a[href$='/escaleren/Intake']")!.GetAttribute("href")!);
        form.Find("[name='Form.Coordinator']")!.GetAttribute("value").ShouldBe("0");

        var refused = await browser.SubmitAsync(form, new() { ["Form.Manager"] = "0" });
        refused.FieldsInError.ShouldBe(["Form.Manager"]);
        var saved = await browser.SubmitAsync(refused, new() { ["Form.Manager"] = "7" });

        saved.Url.AbsolutePath.ShouldBe("/escalaties/wie-wanneer");
        saved.Text.ShouldContain("Manager: na 7 werkdagen");
    }

    [Fact]
    public async Task SaveLadder_OverTheApi_IsListed()
    {
        var api = await As(_administrator).ApiAsync();
        var url = $"/api/v1/projects/{_case.Project.Id}/escalation-ladders";
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{url}/Intake") { Content = JsonContent.Create(new { coordinator = 2, againEvery = 3 }) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());

        (await api.SendAsync(request, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var ladders = (await (await api.GetAsync(url, Cancel)).JsonAsync())["ladders"]!.AsArray();
        ((int?)ladders.Single(l => (string?)l!["kind"] == "Intake")!["steps"]!["coordinator"]).ShouldBe(2);
    }

    private async Task RefusedAt(SaveLadderCommand command, string field, string code) =>
        (await Should.ThrowAsync<ValidationException>(As(_manager).SendAsync(command))).Errors.ShouldContain(e => e.PropertyName == field && e.ErrorCode == code);

    private async Task PassDays(int days)
    {
        for (var day = 0; day < days; day++) await Host.PassAsync(TimeSpan.FromDays(1));
    }

    private Task<List<(Guid, EscalationRung)>> Told() =>
        Read(async db => (await db.Escalations.OrderBy(e => e.Generation).ToListAsync(Cancel)).ConvertAll(e => (e.ToAccountId, e.Rung)));

    private async Task<string> Health()
    {
        using var client = Host.CreateClient();
        var health = await (await client.GetAsync(new Uri("/health", UriKind.Relative), Cancel)).JsonAsync();
        return string.Join(' ', health["problems"]!.AsArray().Select(problem => (string)problem!).Prepend((string)health["status"]!));
    }
}
