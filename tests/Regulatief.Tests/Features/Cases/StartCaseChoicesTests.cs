using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Cases;

namespace Regulatief.Tests.Features.Cases;

public sealed class StartCaseChoicesTests(SqliteHost host) : FeatureTest(host)
{
    [Fact]
    public async Task StartCaseChoices_ByACoordinator_OnlyTheOwnProjectsAndWhoCanLeadIt()
    {
        var (own, _) = (await Given(A.Case()), await Given(A.Case()));

        var choices = await As(own.Coordinator).SendAsync(new StartCaseChoicesQuery());

        choices.Projects.Select(p => p.Text).ShouldBe([own.Project.Name]);
        choices.Professionals.Count.ShouldBe(2);
    }

    [Fact]
    public async Task StartCaseChoices_ByAnOfficer_NoProfessionalToChoose() =>
        (await As((await Given(A.Case())).Officer).SendAsync(new StartCaseChoicesQuery())).Professionals.ShouldBeEmpty();

    [Fact]
    public async Task StartCaseChoices_ClientsOfOpenCasesOrOfOthers_AreNotOffered()
    {
        var own = await Given(A.Case().ForClient("Jan", "Eigen"));
        await Given(A.Case().ForClient("Piet", "Ander"));

        (await As(own.Officer).SendAsync(new StartCaseChoicesQuery())).Clients.ShouldBeEmpty();
    }
}
