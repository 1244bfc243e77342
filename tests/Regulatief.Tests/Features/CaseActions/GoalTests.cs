using FluentValidation;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;

namespace Regulatief.Tests.Features.CaseActions;

public sealed class GoalTests(SqliteHost host) : CaseActionTest(host)
{
    [Fact]
    public async Task AddGoal_AnybodyButTheProfessional_IsRefused()
    {
        var @case = await GivenCaseAt(CasePhase.Intake);

        foreach (var account in AllBut(@case, AccountRole.ProbationOfficer))
            (await Should.ThrowAsync<CaseRuleException>(As(account).SendAsync(Adding(@case)))).Code.ShouldBe("role-may-not");
    }

    [Fact]
    public async Task AddGoal_HalfFilled_TellsEachField()
    {
        var @case = await GivenCaseAt(CasePhase.Intake);

        var refusal = await Should.ThrowAsync<ValidationException>(As(@case.Officer).SendAsync(new AddGoalCommand(@case.Id, "Werk", null, null)));

        refusal.Errors.Select(e => e.PropertyName).ShouldBe(["GoalKind", "LifeDomain"], ignoreOrder: true);
    }

    [Fact]
    public async Task AddGoal_Filled_IsThere()
    {
        var @case = await GivenCaseAt(CasePhase.Intake);

        var goal = await As(@case.Officer).SendAsync(Adding(@case));

        (await CaseOf(@case)).Goals.Single(g => g.Id == goal).Text.ShouldBe("Een eigen woning");
    }

    [Fact]
    public async Task EndGoal_OfAnotherCase_IsNotFound()
    {
        var @case = await GivenCaseAt(CasePhase.Intake);
        var other = await GivenCaseAt(CasePhase.Intake);
        var goal = (await CaseOf(other)).Goals.Single().Id;

        await Should.ThrowAsync<NotFoundException>(As(@case.Officer).SendAsync(new EndGoalCommand(@case.Id, goal, Reason)));
    }

    [Fact]
    public async Task EndGoal_EndedAlready_IsRefused()
    {
        var @case = await GivenCaseAt(CasePhase.Intake);
        var goal = (await CaseOf(@case)).Goals.Single().Id;
        await As(@case.Officer).SendAsync(new EndGoalCommand(@case.Id, goal, Reason));

        (await Should.ThrowAsync<CaseRuleException>(As(@case.Officer).SendAsync(new EndGoalCommand(@case.Id, goal, Reason)))).Code.ShouldBe("goal-already-ended");
    }

    [Fact]
    public async Task EndGoal_Ended_StaysVisibleAsEnded()
    {
        var @case = await GivenCaseAt(CasePhase.Intake);
        var goal = (await CaseOf(@case)).Goals.Single().Id;

        await As(@case.Officer).SendAsync(new EndGoalCommand(@case.Id, goal, Reason));

        (await CaseOf(@case)).Goals.Single().EndedAt.ShouldBe(Clock.GetUtcNow());
    }

    private static AddGoalCommand Adding(CaseUnderTest @case) => new(@case.Id, "Een eigen woning", GoalKind.SocialInclusion, LifeDomain.Housing);
}
