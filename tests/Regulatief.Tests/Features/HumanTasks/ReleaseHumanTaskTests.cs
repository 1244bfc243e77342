using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Projects;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Features.HumanTasks;

public sealed class ReleaseHumanTaskTests(SqliteHost host) : StepTest(host, HumanTaskKind.VolunteerHandover)
{
    private Account _colleague = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _colleague = await Given(A.Coordinator().Named("Bram Smit"));
        await Host.WriteAsync(db => db.Add(new ProjectCoordinator { ProjectId = Case.Project.Id, AccountId = _colleague.Id, Rank = 2 }));
    }

    [Fact]
    public async Task ReleaseHumanTask_BySomebodyWhoDoesNotSeeIt_IsNotFound()
    {
        foreach (var account in new[] { Case.Officer, Case.Volunteer.Account, Case.Client!, await Given(A.Coordinator()) })
            await Should.ThrowAsync<NotFoundException>(As(account).SendAsync(new ReleaseHumanTaskCommand(Step.Id)));
    }

    [Fact]
    public async Task ReleaseHumanTask_OfAnotherProfessional_IsRefused()
    {
        var task = await OpenTask(Case, HumanTaskKind.TaskDivision);

        (await Should.ThrowAsync<CaseRuleException>(As(Case.Officer).SendAsync(new ReleaseHumanTaskCommand(task.Id)))).Code.ShouldBe("role-may-not");
        (await Should.ThrowAsync<CaseRuleException>(As(Case.Coordinator).SendAsync(new ReleaseHumanTaskCommand(task.Id)))).Code.ShouldBe("task-of-professional");
    }

    [Fact]
    public async Task ReleaseHumanTask_SomebodyElseHasItMeanwhile_IsRefused()
    {
        await As(_colleague).SendAsync(new ClaimHumanTaskCommand(Step.Id));

        await Should.ThrowAsync<ConcurrencyConflictException>(As(Case.Coordinator).SendAsync(new ReleaseHumanTaskCommand(Step.Id, Case.Coordinator.Id)));
        (await StepNow()).AssigneeId.ShouldBe(_colleague.Id);
    }

    [Fact]
    public async Task ReleaseHumanTask_ThatNobodyHas_ChangesNothing()
    {
        await As(Case.Coordinator).SendAsync(new ReleaseHumanTaskCommand(Step.Id, _colleague.Id));

        (await StepNow()).AssigneeId.ShouldBeNull();
        (await Read(db => db.Notices.AnyAsync(Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task ReleaseHumanTask_ByWhoTookIt_OnThePage_IsThereForAnybodyAgain()
    {
        var browser = await As(Case.Coordinator).BrowseAsync();
        var page = await browser.SubmitAsync(await browser.OpenAsync($"/taken/{Step.Id}"), form: "form[action$='/oppakken']");

        var given = await browser.SubmitAsync(page, form: "form[action$='/teruggeven']");

        given.Text.ShouldContain("U hebt de taak teruggegeven.");
        given.Find("form[action$='/teruggeven']").ShouldBeNull();
        given.Find("form[action$='/oppakken']").ShouldNotBeNull();
        (await Read(db => db.Notices.AnyAsync(Cancel))).ShouldBeFalse("nobody is told what they did themselves");
    }

    [Theory]
    [InlineData(AccountRole.Coordinator)]
    [InlineData(AccountRole.Manager)]
    public async Task ReleaseHumanTask_TakenBackFromAColleague_OnThePage_TellsThem(AccountRole role)
    {
        await As(_colleague).SendAsync(new ClaimHumanTaskCommand(Step.Id));
        var browser = await As(role == AccountRole.Coordinator ? Case.Coordinator : await Given(A.Account(role))).BrowseAsync();

        var done = await browser.SubmitAsync(await browser.OpenAsync($"/taken/{Step.Id}/toewijzen"), form: "form[action$='/terugnemen']");

        (done.Status, done.Path).ShouldBe((HttpStatusCode.OK, "/taken/verdelen"));
        (await StepNow()).AssigneeId.ShouldBeNull();
        (await Read(db => db.Notices.SingleAsync(Cancel))).Kind.ShouldBe(NoticeKind.TaskTakenAway);
    }

    [Fact]
    public async Task ReleaseHumanTask_OfOneWhoCanNoLongerLogIn_IsPossible()
    {
        await As(_colleague).SendAsync(new ClaimHumanTaskCommand(Step.Id));
        await Read(db => db.Accounts.Where(a => a.Id == _colleague.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.IsActive, false), Cancel));

        await As(Case.Coordinator).SendAsync(new ReleaseHumanTaskCommand(Step.Id));

        (await StepNow()).AssigneeId.ShouldBeNull();
    }
}
