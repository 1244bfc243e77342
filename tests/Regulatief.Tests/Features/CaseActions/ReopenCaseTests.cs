using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Intakes;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;

namespace Regulatief.Tests.Features.CaseActions;

public sealed class ReopenCaseTests(SqliteHost host) : CaseActionTest(host)
{
    [Fact]
    public async Task ReopenCase_AnybodyButTheProfessional_IsRefused()
    {
        var @case = await Closed();

        foreach (var account in AllBut(@case, AccountRole.ProbationOfficer))
            (await Should.ThrowAsync<CaseRuleException>(As(account).SendAsync(new ReopenCaseCommand(@case.Id, CasePhase.Matching, Reason)))).Code.ShouldBe("role-may-not");
    }

    [Fact]
    public async Task ReopenCase_Running_IsRefused()
    {
        var @case = await GivenCaseAt(CasePhase.Intake);

        (await Should.ThrowAsync<CaseRuleException>(As(@case.Officer).SendAsync(new ReopenCaseCommand(@case.Id, CasePhase.Matching, Reason)))).Code.ShouldBe("case-not-closed");
    }

    [Fact]
    public async Task ReopenCase_PhaseWhereNoCycleBegins_IsRefused()
    {
        var @case = await Closed();

        (await Should.ThrowAsync<CaseRuleException>(As(@case.Officer).SendAsync(new ReopenCaseCommand(@case.Id, CasePhase.Evaluation, Reason)))).Code.ShouldBe("case-no-phase-to-reopen");
    }

    [Fact]
    public async Task ReopenCase_BeyondMatchingWithoutVolunteer_IsRefused()
    {
        var @case = await Given(A.Case().Running("regulatieve-cyclus"));
        await Complete(@case, HumanTaskKind.Intake, new IntakeAnswers { GoesOn = false, WithdrawnReason = Reason });

        (await Should.ThrowAsync<CaseRuleException>(As(@case.Officer).SendAsync(new ReopenCaseCommand(@case.Id, CasePhase.TaskDivision, Reason)))).Code.ShouldBe("case-no-volunteer");
    }

    [Theory]
    [InlineData(CasePhase.Intake, HumanTaskKind.Intake)]
    [InlineData(CasePhase.InclusionCheck, HumanTaskKind.InclusionCheck)]
    [InlineData(CasePhase.Matching, HumanTaskKind.MatchVolunteer)]
    [InlineData(CasePhase.TaskDivision, HumanTaskKind.TaskDivision)]
    [InlineData(CasePhase.WorkingTogether, HumanTaskKind.Meeting)]
    public async Task ReopenCase_AtAPhase_OpensItsTask(CasePhase phase, HumanTaskKind kind)
    {
        var @case = await Closed();

        await As(@case.Officer).SendAsync(new ReopenCaseCommand(@case.Id, phase, Reason));

        var reopened = await CaseOf(@case);
        (reopened.IsClosed, reopened.Phase, reopened.ClosureReason).ShouldBe((false, phase, null));
        (await OpenTask(@case, kind)).ShouldNotBeNull();
        (await Read(db => db.Timeline.SingleAsync(e => e.Kind == TimelineKind.Reopened, Cancel))).Note.ShouldBe(Reason);
    }

    private async Task<CaseUnderTest> Closed()
    {
        var @case = await GivenCaseAt(CasePhase.Intake);
        await Complete(@case, HumanTaskKind.Intake, new IntakeAnswers { GoesOn = false, WithdrawnReason = Reason });
        return @case;
    }
}
