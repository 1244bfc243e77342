using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Projects;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseAccesses;
using Regulatief.Web.Features.Covers;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Features.MyWork;

namespace Regulatief.Tests.Features.HumanTasks;

public sealed class AssignHumanTaskTests(SqliteHost host) : StepTest(host, HumanTaskKind.VolunteerHandover)
{
    private Account _colleague = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _colleague = await AlsoCoordinatedBy("Bram Smit");
    }

    [Theory]
    [InlineData(AccountRole.ProbationOfficer)]
    [InlineData(AccountRole.Volunteer)]
    [InlineData(AccountRole.Client)]
    public async Task AssignHumanTask_RoleThatGivesNoTasks_IsRefused(AccountRole role)
    {
        (await Should.ThrowAsync<CaseRuleException>(As(Case.AccountOf(role)).SendAsync(Giving(_colleague)))).Code.ShouldBe("role-may-not");
        await Should.ThrowAsync<CaseRuleException>(As(Case.AccountOf(role)).SendAsync(new TaskCandidatesQuery(Step.Id)));
        var page = await (await As(Case.AccountOf(role)).BrowseAsync()).OpenAsync($"/taken/{Step.Id}/toewijzen");
        page.Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task AssignHumanTask_CoordinatorOfAnotherProject_IsNotFound()
    {
        var other = As(await Given(A.Coordinator()));

        await Should.ThrowAsync<NotFoundException>(other.SendAsync(Giving(_colleague)));
        await Should.ThrowAsync<NotFoundException>(other.SendAsync(new TaskCandidatesQuery(Step.Id)));
    }

    [Fact]
    public async Task AssignHumanTask_CoordinatorKeptOutOfTheCase_IsNotFound()
    {
        await KeepOut(_colleague);

        await Should.ThrowAsync<NotFoundException>(As(_colleague).SendAsync(Giving(Case.Coordinator)));
    }

    [Fact]
    public async Task AssignHumanTask_ManagerWhoKnowsTheClient_IsNotFound()
    {
        var manager = await Given(A.Account(AccountRole.Manager));
        await KeepOut(manager);

        await Should.ThrowAsync<NotFoundException>(As(manager).SendAsync(Giving(_colleague)));
    }

    [Fact]
    public async Task AssignHumanTask_ToNobody_IsRefusedAtTheField() => (await RefusalOf(Giving(_colleague) with { AssigneeId = null })).ShouldBe("NotNullValidator");

    [Fact]
    public async Task AssignHumanTask_ToSomebodyOfAnotherRoleOrWithoutAccess_IsRefusedAtTheField()
    {
        (await RefusalOf(Giving(Case.Officer))).ShouldBe("no-such-choice");
        (await RefusalOf(Giving(await AlsoCoordinatedBy("Weg", isActive: false)))).ShouldBe("no-such-choice");
        (await RefusalOf(Giving(await Given(A.Coordinator())))).ShouldBe("task-not-for-them", "of another project");
        (await StepNow()).AssigneeId.ShouldBeNull();
    }

    [Fact]
    public async Task AssignHumanTask_ToWhoKnowsTheClient_IsRefusedAtTheFieldAndDoesNotSayWhy()
    {
        await KeepOut(_colleague);

        (await RefusalOf(Giving(_colleague))).ShouldBe("task-not-for-them");
        (await As(Case.Coordinator).SendAsync(new TaskCandidatesQuery(Step.Id))).Candidates.Select(c => c.AccountId).ShouldBe([Case.Coordinator.Id]);
    }

    [Theory]
    [InlineData(HumanTaskKind.TaskDivision, "task-of-professional")]
    [InlineData(HumanTaskKind.Evaluation, "task-of-professional")]
    public async Task AssignHumanTask_OfTheProfessional_IsRefusedAndSaysHowItGoes(HumanTaskKind kind, string code)
    {
        var task = await OpenTask(Case, kind);

        (await Should.ThrowAsync<CaseRuleException>(As(Case.Coordinator).SendAsync(new AssignHumanTaskCommand(task.Id, _colleague.Id, null)))).Code.ShouldBe(code);
        var page = await (await As(Case.Coordinator).BrowseAsync()).OpenAsync($"/taken/{task.Id}/toewijzen");
        page.Text.ShouldContain("door overdracht van het traject, of door waarneming");
        page.Find("main a[href='/overdracht']").ShouldNotBeNull();
        page.Find("main form[method=post]").ShouldBeNull();
    }

    [Fact]
    public async Task AssignHumanTask_OfVolunteerOrClient_IsRefused()
    {
        foreach (var role in new[] { AccountRole.Volunteer, AccountRole.Client, AccountRole.PrivacyOfficer })
        {
            var task = new HumanTask { CaseId = Case.Id, Kind = HumanTaskKind.CaseTask, Title = "Iets doen", Role = role, Outcomes = ["Done"], OpenedAt = Clock.GetUtcNow(), DueOn = Today };
            await Host.WriteAsync(db => db.Add(task));

            (await Should.ThrowAsync<CaseRuleException>(As(Case.Coordinator).SendAsync(new AssignHumanTaskCommand(task.Id, _colleague.Id, null)))).Code
                .ShouldBe(role == AccountRole.PrivacyOfficer ? "task-of-own-role" : "task-of-party");
        }
    }

    [Fact]
    public async Task AssignHumanTask_ThatOnlyItsPeopleKnowOf_ManagerDoesNotFindIt()
    {
        var task = new HumanTask
        {
            CaseId = Case.Id, Kind = HumanTaskKind.ClientUnreachable, Title = "Bereikbaar?", Role = AccountRole.Coordinator, Outcomes = ["Confirmed"], OpenedAt = Clock.GetUtcNow(), DueOn = Today,
        };
        await Host.WriteAsync(db => db.Add(task));
        var manager = As(await Given(A.Account(AccountRole.Manager)));

        await Should.ThrowAsync<NotFoundException>(manager.SendAsync(new AssignHumanTaskCommand(task.Id, _colleague.Id, null)));
        (await manager.SendAsync(new TasksToSpreadQuery(Case.Project.Id.Value))).Tasks.ShouldNotContain(t => t.Id == task.Id);
    }

    [Fact]
    public async Task AssignHumanTask_DoneMeanwhile_SaysByWhom()
    {
        await Read(async db =>
        {
            (await db.HumanTasks.SingleAsync(t => t.Id == Step.Id, Cancel)).Complete("NoSuccessor", Case.Officer.Id, Clock.GetUtcNow());
            return await db.SaveChangesAsync(Cancel);
        });

        (await Should.ThrowAsync<ConcurrencyConflictException>(As(Case.Coordinator).SendAsync(Giving(_colleague)))).DoneBy.ShouldBe(Case.Officer.Id);
        (await (await As(Case.Coordinator).BrowseAsync()).OpenAsync($"/taken/{Step.Id}/toewijzen")).Text.ShouldContain("Deze taak is al klaar");
    }

    [Fact]
    public async Task AssignHumanTask_SomebodyElseHasItMeanwhile_IsRefusedAndShowsWho()
    {
        var browser = await As(Case.Coordinator).BrowseAsync();
        var form = await browser.OpenAsync($"/taken/{Step.Id}/toewijzen");
        var third = await AlsoCoordinatedBy("Cor Derde");
        await As(_colleague).SendAsync(new ClaimHumanTaskCommand(Step.Id));

        var again = await browser.SubmitAsync(form, new() { ["Form.AssigneeId"] = $"{third.Id}" });

        again.Status.ShouldBe(HttpStatusCode.Conflict);
        again.Text.ShouldContain("Iemand heeft dit intussen gewijzigd.");
        again.Text.ShouldContain("Bram Smit");
        (await StepNow()).AssigneeId.ShouldBe(_colleague.Id);
        // What is shown now is what is decided on.
        (await browser.SubmitAsync(again, new() { ["Form.AssigneeId"] = $"{third.Id}" })).Text.ShouldContain("De taak is toegewezen.");
        (await StepNow()).AssigneeId.ShouldBe(third.Id);
    }

    [Fact]
    public async Task AssignHumanTask_ByTheCoordinator_IsTheirsAndTheyAreTold()
    {
        await As(Case.Coordinator).SendAsync(Giving(_colleague));

        (await StepNow()).AssigneeId.ShouldBe(_colleague.Id);
        var notice = await Read(db => db.Notices.SingleAsync(Cancel));
        (notice.AccountId, notice.Role, notice.Kind, notice.CaseId, notice.SubjectId).ShouldBe((_colleague.Id, AccountRole.Coordinator, NoticeKind.TaskAssigned, Case.Id, Step.Id.Value));
        (await As(_colleague).SendAsync(new ListTasksQuery(Mine: true))).Items.Select(t => t.Id).ShouldBe([Step.Id.Value]);
        var page = await (await As(_colleague).BrowseAsync()).OpenAsync("/");
        page.Find($"#berichten a[href='/taken/{Step.Id}']")!.TextContent.ShouldBe("U hebt een taak gekregen");
    }

    [Fact]
    public async Task AssignHumanTask_FromOneColleagueToAnother_TellsBoth()
    {
        var third = await AlsoCoordinatedBy("Cor Derde");
        await As(_colleague).SendAsync(new ClaimHumanTaskCommand(Step.Id));

        await As(Case.Coordinator).SendAsync(Giving(third) with { HolderId = _colleague.Id });

        (await Told()).ShouldBe([(_colleague.Id, NoticeKind.TaskTakenAway), (third.Id, NoticeKind.TaskAssigned)], ignoreOrder: true);
    }

    [Fact]
    public async Task AssignHumanTask_OfOneselfOrToWhoHasIt_TellsThatOneNothing()
    {
        await As(Case.Coordinator).SendAsync(Giving(Case.Coordinator));
        (await Told()).ShouldBeEmpty();

        await As(Case.Coordinator).SendAsync(Giving(_colleague) with { HolderId = Case.Coordinator.Id });
        await As(Case.Coordinator).SendAsync(Giving(_colleague));

        (await Told()).ShouldBe([(_colleague.Id, NoticeKind.TaskAssigned)]);
    }

    [Fact]
    public async Task AssignHumanTask_SentTwiceWithOneKey_IsDoneOnceAlsoByAManager()
    {
        var manager = As(await Given(A.Account(AccountRole.Manager)));

        await manager.SendAsync(Giving(_colleague), "sleutel");
        await manager.SendAsync(Giving(_colleague), "sleutel");

        (await Told()).ShouldBe([(_colleague.Id, NoticeKind.TaskAssigned)]);
    }

    [Fact]
    public async Task AssignHumanTask_IsInTheAuditLog_ByTaskAndPersonWithTheCase()
    {
        await As(Case.Coordinator).SendAsync(Giving(_colleague));

        (await Read(db => db.AuditEntries.Where(e => e.Action == nameof(AssignHumanTaskCommand)).Select(e => new { e.Kind, e.CaseId, e.SubjectType, e.SubjectId }).ToListAsync(Cancel))).ShouldBe(
        [
            new { Kind = AuditKind.Change, CaseId = (CaseId?)Case.Id, SubjectType = (string?)nameof(HumanTask), SubjectId = (Guid?)Step.Id.Value },
            new { Kind = AuditKind.Change, CaseId = (CaseId?)Case.Id, SubjectType = (string?)nameof(Account), SubjectId = (Guid?)_colleague.Id },
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task AssignHumanTask_ToWhoCovers_IsPossible()
    {
        var covering = await Given(A.Coordinator().Named("Dora Vervanger"));
        await As(_colleague).SendAsync(new NameCoverCommand(null, covering.Id, Today, Today.AddDays(7)));

        var candidates = (await As(Case.Coordinator).SendAsync(new TaskCandidatesQuery(Step.Id))).Candidates;

        candidates.Select(c => c.Name).ShouldBe([Case.Coordinator.DisplayName, "Dora Vervanger", "Bram Smit"], "who is away comes last");
        (candidates[2].AbsentUntil, candidates[2].CoveredBy).ShouldBe((Today.AddDays(7), "Dora Vervanger"));
        await As(Case.Coordinator).SendAsync(Giving(covering));
        (await StepNow()).AssigneeId.ShouldBe(covering.Id);
    }

    [Fact]
    public async Task AssignHumanTask_ToOneWhoIsAway_ReachesWhoCovers()
    {
        var covering = await Given(A.Coordinator());
        await As(_colleague).SendAsync(new NameCoverCommand(null, covering.Id, Today, Today.AddDays(7)));

        await As(Case.Coordinator).SendAsync(Giving(_colleague));

        (await As(covering).SendAsync(new CoordinatorWorkQuery())).Notices.ShouldContain(n => n.Kind == NoticeKind.TaskAssigned);
    }

    [Fact]
    public async Task TaskCandidates_TellTheLoadOfEach_WhoHasLeastFirst()
    {
        var second = await Given(A.Case().Running("alle-stappen").Paired().CoordinatedBy(_colleague));
        var late = await OpenTask(second, HumanTaskKind.VolunteerHandover);
        await As(_colleague).SendAsync(new ClaimHumanTaskCommand(late.Id));
        await Read(db => db.HumanTasks.Where(t => t.Id == late.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.DueOn, Today.AddDays(-1)), Cancel));

        var candidates = (await As(Case.Coordinator).SendAsync(new TaskCandidatesQuery(Step.Id))).Candidates;

        candidates.ShouldBe([new TaskCandidate(Case.Coordinator.Id, Case.Coordinator.DisplayName, 0, 0, 1, null, null), new TaskCandidate(_colleague.Id, "Bram Smit", 1, 1, 2, null, null)]);
        (await (await As(Case.Coordinator).BrowseAsync()).OpenAsync($"/taken/{Step.Id}/toewijzen")).Text.ShouldContain("1 open taak, 1 te laat · 2 lopende trajecten");
    }

    [Fact]
    public async Task AssignHumanTask_OnThePage_GoesBackToWhereOneCameFrom()
    {
        var browser = await As(Case.Coordinator).BrowseAsync();
        var link = (await browser.OpenAsync($"/taken/{Step.Id}")).Find("main a[href*='/toewijzen']")!.GetAttribute("href")!;

        var form = await browser.OpenAsync(link);
        var refused = await browser.SubmitAsync(form);
        var done = await browser.SubmitAsync(refused, new() { ["Form.AssigneeId"] = $"{_colleague.Id}" });

        (refused.Status, refused.FieldsInError.ShouldHaveSingleItem()).ShouldBe((HttpStatusCode.BadRequest, "Form.AssigneeId"));
        done.Path.ShouldBe($"/taken/{Step.Id}");
        done.Text.ShouldContain("De taak is toegewezen.");
        done.Text.ShouldContain("Bram Smit werkt hieraan");
    }

    [Fact]
    public async Task AssignHumanTask_ReturnAddressElsewhere_IsNotFollowed()
    {
        var browser = await As(Case.Coordinator).BrowseAsync();

        var done = await browser.SubmitAsync(await browser.OpenAsync($"/taken/{Step.Id}/toewijzen?terug=https://elders.example/"), new() { ["Form.AssigneeId"] = $"{_colleague.Id}", ["Form.ReturnUrl"] = "//elders.example" });

        done.Path.ShouldBe("/taken/verdelen");
    }

    [Fact]
    public async Task AssignHumanTask_ByAManager_FromAnEscalationByNumberAndWithoutAName()
    {
        var @case = await Given(A.Case().Running("alle-stappen").Paired().ForClient("Zebulon", "Zonnebloem"));
        var task = await OpenTask(@case, HumanTaskKind.VolunteerHandover);
        var manager = await Given(A.Account(AccountRole.Manager));
        await As(@case.Coordinator).SendAsync(new ClaimHumanTaskCommand(task.Id));
        var colleague = await AlsoCoordinatedBy("Eva Extra", @case.Project.Id);
        await Read(db => db.Accounts.Where(a => a.Id == colleague.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.IsActive, false), Cancel));
        await Host.PassAsync(TimeSpan.FromDays(15));
        await Read(db => db.Accounts.Where(a => a.Id == colleague.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.IsActive, true), Cancel));
        var browser = await As(manager).BrowseAsync();

        var list = await browser.OpenAsync("/escalaties");
        var form = await browser.OpenAsync(list.Find($"main a[href^='/taken/{task.Id}/toewijzen']")!.GetAttribute("href")!);
        var done = await browser.SubmitAsync(form, new() { ["Form.AssigneeId"] = $"{colleague.Id}" });

        done.Path.ShouldBe("/escalaties");
        foreach (var page in new[] { list, form, done }) page.Text.ShouldNotContain("Zonnebloem");
        (await Read(db => db.HumanTasks.Where(t => t.Id == task.Id).Select(t => t.AssigneeId).SingleAsync(Cancel))).ShouldBe(colleague.Id);
    }

    [Fact]
    public async Task AssignHumanTask_OnTheWorkList_SaysWhoWorksOnItAndLeadsThere()
    {
        await As(Case.Coordinator).SendAsync(Giving(_colleague));
        var browser = await As(Case.Coordinator).BrowseAsync();

        var row = (await browser.OpenAsync("/")).Find($"#taken tr:has(a[href='/taken/{Step.Id}'])")!;

        row.TextContent.ShouldContain("Bram Smit");
        (await browser.OpenAsync(row.QuerySelector("a[href*='/toewijzen']")!.GetAttribute("href")!)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AssignHumanTask_ByTheApi_GivesTakesBackAndTellsWhyNot()
    {
        var api = await As(Case.Coordinator).ApiAsync();

        var candidates = await (await api.GetAsync(new Uri($"/api/v1/tasks/{Step.Id}/candidates", UriKind.Relative), Cancel)).JsonAsync();
        candidates["candidates"]!.AsArray().Count.ShouldBe(2);
        (await api.PostAsync($"/api/v1/tasks/{Step.Id}/assignment", new { assigneeId = _colleague.Id })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var conflict = await api.PostAsync($"/api/v1/tasks/{Step.Id}/assignment", new { assigneeId = Case.Coordinator.Id });
        (conflict.StatusCode, (string?)(await conflict.JsonAsync())["title"]).ShouldBe((HttpStatusCode.Conflict, "already-done"));
        var invalid = await api.PostAsync($"/api/v1/tasks/{Step.Id}/assignment", new { assigneeId = Case.Officer.Id, holderId = _colleague.Id });
        var problem = await invalid.JsonAsync();
        (invalid.StatusCode, (string?)problem["title"]).ShouldBe((HttpStatusCode.BadRequest, "invalid-input"));
        problem["errors"]!["AssigneeId"].ShouldNotBeNull();
        var professionals = await OpenTask(Case, HumanTaskKind.TaskDivision);
        var refused = await api.PostAsync($"/api/v1/tasks/{professionals.Id}/assignment", new { assigneeId = _colleague.Id });
        (refused.StatusCode, (string?)(await refused.JsonAsync())["title"]).ShouldBe((HttpStatusCode.Conflict, "task-of-professional"));

        (await api.DeleteAsync(new Uri($"/api/v1/tasks/{Step.Id}/assignment?holderId={_colleague.Id}", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await StepNow()).AssigneeId.ShouldBeNull();
        (await (await As(Case.Officer).ApiAsync()).PostAsync($"/api/v1/tasks/{Step.Id}/assignment", new { assigneeId = _colleague.Id })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private AssignHumanTaskCommand Giving(Account to) => new(Step.Id, to.Id, null);

    private async Task<string> RefusalOf(AssignHumanTaskCommand command)
    {
        var error = (await Should.ThrowAsync<ValidationException>(As(Case.Coordinator).SendAsync(command))).Errors.ShouldHaveSingleItem();
        error.PropertyName.ShouldBe(nameof(AssignHumanTaskCommand.AssigneeId));
        return error.ErrorCode;
    }

    private async Task<List<(Guid, NoticeKind)>> Told() =>
        [.. (await Read(db => db.Notices.Select(n => new { n.AccountId, n.Kind }).ToListAsync(Cancel))).Select(n => (n.AccountId, n.Kind))];

    private async Task<Account> AlsoCoordinatedBy(string name, ProjectId? project = null, bool isActive = true)
    {
        var colleague = await Given(isActive ? A.Coordinator().Named(name) : A.Coordinator().Named(name).Deactivated());
        await Host.WriteAsync(db => db.Add(new ProjectCoordinator { ProjectId = project ?? Case.Project.Id, AccountId = colleague.Id, Rank = 2 }));
        return colleague;
    }

    private async Task KeepOut(Account account) =>
        await As(await Given(A.Account(AccountRole.PrivacyOfficer))).SendAsync(new GiveCaseAccessCommand(Case.Id, CaseAccessKind.Exclusion, account.Id, null, "Een buurman."));
}
