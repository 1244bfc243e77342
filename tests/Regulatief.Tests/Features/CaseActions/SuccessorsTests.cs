using Regulatief.Cases;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;

namespace Regulatief.Tests.Features.CaseActions;

public sealed class SuccessorsTests(SqliteHost host) : FeatureTest(host)
{
    [Fact]
    public async Task Successors_CaseOfSomeoneElse_IsNotFound()
    {
        var @case = await Given(A.Case());

        await Should.ThrowAsync<NotFoundException>(As((await Given(A.Case())).Officer).SendAsync(new SuccessorsQuery(@case.Id)));
    }

    [Fact]
    public async Task Successors_ActiveOfficersButTheCurrentOne_ByName()
    {
        var @case = await Given(A.Case());
        await Given(A.ProbationOfficer().Named("Zoë"));
        await Given(A.ProbationOfficer().Named("Bas"));
        await Given(A.ProbationOfficer().Named("Anna").Deactivated());

        (await As(@case.Officer).SendAsync(new SuccessorsQuery(@case.Id))).Select(s => s.Text).ShouldBe(["Bas", "Zoë"]);
    }
}
