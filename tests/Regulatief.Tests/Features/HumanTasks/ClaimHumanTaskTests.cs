using Regulatief.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Projects;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Features.HumanTasks;

public sealed class ClaimHumanTaskTests(SqliteHost host) : StepTest(host, HumanTaskKind.VolunteerHandover)
{
    [Fact]
    public async Task ClaimHumanTask_CoordinatorOfAnotherProject_IsNotFound()
    {
        var other = await Given(A.Coordinator());

        await Should.ThrowAsync<NotFoundException>(As(other).SendAsync(new ClaimHumanTaskCommand(Step.Id)));
    }

    [Fact]
    public async Task ClaimHumanTask_ColleagueTookIt_SaysWho()
    {
        var colleague = await Given(A.Coordinator());
        await Host.WriteAsync(db => db.Add(new ProjectCoordinator { ProjectId = Case.Project.Id, AccountId = colleague.Id, Rank = 2 }));
        await As(colleague).SendAsync(new ClaimHumanTaskCommand(Step.Id));

        (await Should.ThrowAsync<ConcurrencyConflictException>(As(Case.Coordinator).SendAsync(new ClaimHumanTaskCommand(Step.Id)))).DoneBy.ShouldBe(colleague.Id);
    }

    [Fact]
    public async Task ClaimHumanTask_OnThePage_ShowsWhoWorksOnIt()
    {
        var browser = await As(Case.Coordinator).BrowseAsync();
        var claim = $"form[action='/taken/{Step.Id}/oppakken']";

        var page = await browser.SubmitAsync(await browser.OpenAsync($"/taken/{Step.Id}"), form: claim);

        page.Text.ShouldContain($"{Case.Coordinator.DisplayName} werkt hieraan");
        page.Find(claim).ShouldBeNull();
    }
}
