using Regulatief.Cases.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Features.HumanTasks;

public sealed class ListTasksTests(SqliteHost host) : StepTest(host, HumanTaskKind.VolunteerHandover)
{
    [Fact]
    public async Task ListTasks_ColleagueWithoutCover_SeesNone() =>
        (await As(await Given(A.ProbationOfficer())).SendAsync(new ListTasksQuery())).Total.ShouldBe(0);

    [Fact]
    public async Task ListTasks_PageZero_IsTheFirst()
    {
        var api = await As(Case.Officer).ApiAsync();

        var answer = await (await api.GetAsync(new Uri("/api/v1/tasks?page=0", UriKind.Relative), Cancel)).JsonAsync();

        ((int?)answer["page"]).ShouldBe(1);
    }

    [Fact]
    public async Task ListTasks_Officer_SeesTheTasksOfTheirRoleFirstDueFirst()
    {
        var list = await As(Case.Officer).SendAsync(new ListTasksQuery());

        list.Total.ShouldBe(8);
        list.Items.Select(t => t.DueOn).ShouldBeInOrder();
        list.Items.ShouldAllBe(t => t.CaseNumber == Case.Number);
    }

    [Fact]
    public async Task ListTasks_Mine_LeavesOutWhatACoordinatorDidNotTake()
    {
        var before = await As(Case.Coordinator).SendAsync(new ListTasksQuery(Mine: true));
        await As(Case.Coordinator).SendAsync(new ClaimHumanTaskCommand(Step.Id));

        var after = await As(Case.Coordinator).SendAsync(new ListTasksQuery(Mine: true));

        before.Total.ShouldBe(0);
        after.Items.Select(t => t.Id).ShouldBe([Step.Id.Value]);
    }

    [Fact]
    public async Task ListTasks_Overdue_ShowsThoseWhoseTermIsOver()
    {
        Clock.Advance(TimeSpan.FromDays(10));

        var list = await As(Case.Officer).SendAsync(new ListTasksQuery(Overdue: true));

        list.Items.ShouldNotBeEmpty();
        list.Items.ShouldAllBe(t => t.IsOverdue);
        list.Total.ShouldBeLessThan(8);
    }

    [Fact]
    public async Task ListTasks_Api_AnswersAPage()
    {
        var api = await As(Case.Officer).ApiAsync();

        var answer = await (await api.GetAsync(new Uri("/api/v1/tasks?mine=true&page=1", UriKind.Relative), Cancel)).JsonAsync();

        ((int?)answer["total"], (int?)answer["page"]).ShouldBe((8, 1));
        ((string?)answer["items"]![0]!["role"]).ShouldBe("ProbationOfficer");
    }
}
