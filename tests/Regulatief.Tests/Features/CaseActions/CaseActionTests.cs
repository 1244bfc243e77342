using Regulatief.Cases;
using Regulatief.Cases.Cases;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;

namespace Regulatief.Tests.Features.CaseActions;

public sealed class CaseActionTests(SqliteHost host) : CaseActionTest(host)
{
    [Fact]
    public async Task CaseAction_CaseOfSomeoneElse_IsNotFound()
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);

        await Should.ThrowAsync<NotFoundException>(As((await Given(A.Case())).Officer).SendAsync(new CaseActionQuery(@case.Id)));
    }

    [Fact]
    public async Task CaseAction_ByTheVolunteer_ShowsNoGoalsOfThePlan()
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);

        (await As(@case.Volunteer.Account).SendAsync(new CaseActionQuery(@case.Id))).Goals.ShouldBeEmpty();
        (await As(@case.Officer).SendAsync(new CaseActionQuery(@case.Id))).Goals.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task CaseAction_ByTheClient_LeadsBackToTheirOwnPage()
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);

        (await As(@case.Client!).SendAsync(new CaseActionQuery(@case.Id))).CaseUrl.ShouldBe("/mijn-traject");
    }
}
