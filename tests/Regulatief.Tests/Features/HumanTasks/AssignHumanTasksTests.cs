using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Projects;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseAccesses;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Features.HumanTasks;

/// <summary>A caseload spread: several tasks to one colleague.</summary>
public sealed class AssignHumanTasksTests(SqliteHost host) : StepTest(host, HumanTaskKind.VolunteerHandover)
{
    private Account _colleague = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _colleague = await Given(A.Coordinator().Named("Bram Smit"));
        await Host.WriteAsync(db => db.Add(new ProjectCoordinator { ProjectId = Case.Project.Id, AccountId = _colleague.Id, Rank = 2 }));
    }

    [Theory]
    [InlineData(AccountRole.ProbationOfficer)]
    [InlineData(AccountRole.Volunteer)]
    [InlineData(AccountRole.Client)]
    public async Task AssignHumanTasks_RoleThatGivesNoTasks_IsRefused(AccountRole role)
    {
        (await Should.ThrowAsync<CaseRuleException>(As(Case.AccountOf(role)).SendAsync(Giving(Step.Id)))).Code.ShouldBe("role-may-not");
        (await Should.ThrowAsync<CaseRuleException>(As(Case.AccountOf(role)).SendAsync(new TasksToSpreadQuery()))).Code.ShouldBe("role-may-not");
        (await (await As(Case.AccountOf(role)).BrowseAsync()).OpenAsync("/taken/verdelen")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task AssignHumanTasks_ThatCannotBeAtAll_IsRefusedWhole()
    {
        async Task<(string, string)> RefusalOf(AssignHumanTasksCommand command) =>
            (await Should.ThrowAsync<ValidationException>(As(Case.Coordinator).SendAsync(command))).Errors.Select(e => (e.PropertyName, e.ErrorCode)).First();

        (await RefusalOf(Giving(Step.Id) with { AssigneeId = null })).ShouldBe(("AssigneeId", "NotNullValidator"));
        (await RefusalOf(Giving(Step.Id) with { AssigneeId = Case.Officer.Id })).ShouldBe(("AssigneeId", "no-such-choice"));
        (await RefusalOf(Giving())).ShouldBe(("Tasks", "tasks-none-chosen"));
        (await RefusalOf(Giving([.. Enumerable.Range(0, 51).Select(_ => HumanTaskId.New())]))).ShouldBe(("Tasks", "tasks-too-many"));
        (await StepNow()).AssigneeId.ShouldBeNull();
    }

    [Fact]
    public async Task AssignHumanTasks_SomeThatCannotBe_AreToldAndTheOthersAreGiven()
    {
        var taken = await OneMore();
        await As(Case.Coordinator).SendAsync(new ClaimHumanTaskCommand(taken.Id));
        var done = await OneMore();
        await Read(async db =>
        {
            (await db.HumanTasks.SingleAsync(t => t.Id == done.Id, Cancel)).Complete("Done", Case.Coordinator.Id, Clock.GetUtcNow());
            return await db.SaveChangesAsync(Cancel);
        });
        var professionals = await OpenTask(Case, HumanTaskKind.TaskDivision);
        var elsewhere = await OpenTask(await GivenCase(), HumanTaskKind.VolunteerHandover);

        var result = await As(Case.Coordinator).SendAsync(Giving(taken.Id, done.Id, professionals.Id, elsewhere.Id, Step.Id, Step.Id));

        result.Assigned.ShouldBe([Step.Id]);
        result.Refused.ShouldBe(
        [
            new NotAssignedTask(taken.Id, taken.Title, Case.Number, "task-taken-meanwhile"), new NotAssignedTask(done.Id, done.Title, Case.Number, "task-already-done"),
            new NotAssignedTask(professionals.Id, professionals.Title, Case.Number, "task-of-professional"), new NotAssignedTask(elsewhere.Id, null, null, "task-not-yours"),
        ]);
        (await StepNow()).AssigneeId.ShouldBe(_colleague.Id);
        (await Read(db => db.Notices.SingleAsync(Cancel))).Kind.ShouldBe(NoticeKind.TaskAssigned);
        var rows = await Read(db => db.AuditEntries.Where(e => e.Action == nameof(AssignHumanTasksCommand) && e.SubjectType == nameof(HumanTask)).Select(e => new { e.CaseId, e.SubjectId, e.Detail }).ToListAsync(Cancel));
        rows.Select(r => (r.SubjectId, r.Detail)).ShouldBe([.. result.Refused.Select(r => ((Guid?)r.TaskId.Value, (string?)r.Code)), (Step.Id.Value, null)], ignoreOrder: true);
        rows.Where(r => r.SubjectId == Step.Id.Value).ShouldAllBe(r => r.CaseId == Case.Id);
    }

    [Fact]
    public async Task AssignHumanTasks_ColleagueWhoKnowsTheClientOfOne_GetsTheOthers()
    {
        var second = await Given(A.Case().Running("alle-stappen").Paired().CoordinatedBy(Case.Coordinator));
        await Host.WriteAsync(db => db.Add(new ProjectCoordinator { ProjectId = second.Project.Id, AccountId = _colleague.Id, Rank = 2 }));
        var other = await OpenTask(second, HumanTaskKind.VolunteerHandover);
        await As(await Given(A.Account(AccountRole.PrivacyOfficer))).SendAsync(new GiveCaseAccessCommand(second.Id, CaseAccessKind.Exclusion, _colleague.Id, null, "Een buurman."));

        var result = await As(Case.Coordinator).SendAsync(Giving(other.Id, Step.Id));

        result.Assigned.ShouldBe([Step.Id]);
        result.Refused.ShouldHaveSingleItem().Code.ShouldBe("task-not-for-them");
    }

    [Fact]
    public async Task AssignHumanTasks_SentTwiceWithOneKey_TellsTheSame()
    {
        var professionals = await OpenTask(Case, HumanTaskKind.TaskDivision);
        var giving = Giving(Step.Id, professionals.Id);

        var first = await As(Case.Coordinator).SendAsync(giving, "sleutel");
        var again = await As(Case.Coordinator).SendAsync(giving, "sleutel");

        (again.Assigned.Single(), again.Refused.Single()).ShouldBe((first.Assigned.Single(), first.Refused.Single()));
        (await Read(db => db.Notices.CountAsync(Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task TasksToSpread_OneProjectAndOneHolderAtATime_WithoutWhatIsNotGiven()
    {
        var mine = await OneMore();
        await As(Case.Coordinator).SendAsync(new ClaimHumanTaskCommand(mine.Id));
        await GivenCase();

        var free = await As(Case.Coordinator).SendAsync(new TasksToSpreadQuery());
        var held = await As(Case.Coordinator).SendAsync(new TasksToSpreadQuery(Case.Project.Id.Value, Case.Coordinator.Id));

        free.Projects.ShouldHaveSingleItem().Id.ShouldBe(Case.Project.Id.Value);
        free.Tasks.ShouldContain(t => t.Id == Step.Id);
        free.Tasks.ShouldNotContain(t => t.Id == mine.Id);
        (free.Total, free.Unheld).ShouldBe((free.Tasks.Count, free.Tasks.Count));
        held.Tasks.ShouldHaveSingleItem().Id.ShouldBe(mine.Id);
        held.Holders.ShouldBe([new TaskHolder(Case.Coordinator.Id, Case.Coordinator.DisplayName, 1, true)]);
        held.Candidates.Select(c => c.AccountId).ShouldBe([_colleague.Id]);
        var roles = await Read(db => db.HumanTasks.Where(t => free.Tasks.Select(f => f.Id).Contains(t.Id)).Select(t => t.Role).Distinct().ToListAsync(Cancel));
        roles.ShouldBe([AccountRole.Coordinator]);
    }

    [Fact]
    public async Task TasksToSpread_MoreThanAPage_AreTheFirstDue()
    {
        await Host.WriteAsync(db => db.AddRange(Enumerable.Range(1, 55).Select(day => More(Today.AddDays(100 + day)))));

        var spread = await As(Case.Coordinator).SendAsync(new TasksToSpreadQuery());

        (spread.Tasks.Count, spread.Tasks[0].DueOn <= spread.Tasks[^1].DueOn).ShouldBe((HumanTask.MostAssigned, true));
        spread.Total.ShouldBeGreaterThan(HumanTask.MostAssigned);
        (await (await As(Case.Coordinator).BrowseAsync()).OpenAsync("/taken/verdelen")).Text.ShouldContain($"De eerste 50 van {spread.Total}");
    }

    [Fact]
    public async Task AssignHumanTasks_OnThePage_NothingChosen_IsToldAtTheFields()
    {
        var browser = await As(Case.Coordinator).BrowseAsync();

        var again = await browser.SubmitAsync(await browser.OpenAsync("/taken/verdelen"));

        again.Status.ShouldBe(HttpStatusCode.BadRequest);
        again.Text.ShouldContain("Kies minstens één taak.");
        again.FieldsInError.ShouldContain("Form.AssigneeId");
        again.Find("fieldset.field--invalid:has([name='Form.Tasks'])").ShouldNotBeNull();
    }

    [Fact]
    public async Task AssignHumanTasks_OnThePage_AllOfThem_ByAManagerByNumber()
    {
        await OneMore();
        var manager = await Given(A.Account(AccountRole.Manager));
        var name = (await CaseOf(Case)).Client.LastName;
        var browser = await As(manager).BrowseAsync();

        var form = await browser.OpenAsync((await browser.OpenAsync("/rapportage")).Find("main a[href='/taken/verdelen']")!.GetAttribute("href")!);
        var done = await browser.SubmitAsync(form, new() { ["Form.AssigneeId"] = $"{_colleague.Id}", ["Form.All"] = "true" });

        form.Text.ShouldContain($"Traject {Case.Number}");
        foreach (var page in new[] { form, done }) page.Text.ShouldNotContain(name);
        done.Text.ShouldContain("taken zijn toegewezen.");
        (await Read(db => db.HumanTasks.Where(t => t.Role == AccountRole.Coordinator && t.Status == HumanTaskStatus.Open && t.CaseId == Case.Id).AllAsync(t => t.AssigneeId == _colleague.Id, Cancel))).ShouldBeTrue();
    }

    [Fact]
    public async Task AssignHumanTasks_OnThePage_WhatCouldNotBeGiven_IsToldPerTask()
    {
        var second = await OneMore();
        var browser = await As(Case.Coordinator).BrowseAsync();
        var form = await browser.OpenAsync("/taken/verdelen");
        await As(Case.Coordinator).SendAsync(new ClaimHumanTaskCommand(second.Id));

        var done = await browser.SubmitAsync(form, new() { ["Form.AssigneeId"] = $"{_colleague.Id}", ["Form.All"] = "true" });

        done.Status.ShouldBe(HttpStatusCode.OK);
        done.Text.ShouldContain("1 taak kon niet worden toegewezen");
        done.Text.ShouldContain($"Nog een taak, traject {Case.Number}: Iemand anders werkt hier intussen aan.");
        (await StepNow()).AssigneeId.ShouldBe(_colleague.Id);
    }

    [Fact]
    public async Task AssignHumanTasks_ByTheApi_AnswersEachTask()
    {
        var api = await As(Case.Coordinator).ApiAsync();

        var answer = await (await api.PostAsync("/api/v1/task-assignments", new { assigneeId = _colleague.Id, tasks = new[] { Step.Id.Value, Guid.NewGuid() } })).JsonAsync();

        ((Guid)answer["assigned"]![0]!).ShouldBe(Step.Id.Value);
        ((string?)answer["refused"]![0]!["code"]).ShouldBe("task-not-yours");
    }

    private AssignHumanTasksCommand Giving(params HumanTaskId[] tasks) => new(_colleague.Id, null, tasks);

    private async Task<HumanTask> OneMore()
    {
        var task = More(Today.AddDays(3));
        await Host.WriteAsync(db => db.Add(task));
        return task;
    }

    private HumanTask More(DateOnly dueOn) => new()
    {
        CaseId = Case.Id, Kind = HumanTaskKind.CaseTask, Title = "Nog een taak", Role = AccountRole.Coordinator, Outcomes = ["Done"], OpenedAt = Clock.GetUtcNow(), DueOn = dueOn,
    };
}
