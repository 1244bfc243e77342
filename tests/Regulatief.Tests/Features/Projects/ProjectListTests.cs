using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Projects;

namespace Regulatief.Tests.Features.Projects;

public sealed class ProjectListTests(SqliteHost host) : FeatureTest(host)
{
    [Fact]
    public async Task ProjectList_ByACoordinator_IsRefused() =>
        await Should.ThrowAsync<CaseRuleException>(As(await Given(A.Coordinator())).SendAsync(new ProjectListQuery()));

    [Fact]
    public async Task ProjectList_Coordinators_StandInTheOrderInWhichTheyAreTold()
    {
        var (first, second) = (await Given(A.Coordinator().Named("Zita")), await Given(A.Coordinator().Named("Aad")));
        await Given(A.Project().CoordinatedBy(first, second));

        var list = await As(await Given(A.Account(AccountRole.Administrator))).SendAsync(new ProjectListQuery());

        list.Projects.ShouldHaveSingleItem().CoordinatorNames.ShouldBe(["Zita", "Aad"]);
        list.Coordinators.Select(c => c.Text).ShouldBe(["Aad", "Zita"]);
        list.Definitions.Select(d => d.Value).ShouldContain("regulatieve-cyclus");
    }
}
