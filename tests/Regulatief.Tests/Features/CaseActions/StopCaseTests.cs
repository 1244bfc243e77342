using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;

namespace Regulatief.Tests.Features.CaseActions;

public sealed class StopCaseTests(SqliteHost host) : CaseActionTest(host)
{
    [Fact]
    public async Task StopCase_AnybodyButTheProfessional_IsRefused()
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);

        foreach (var account in AllBut(@case, AccountRole.ProbationOfficer))
            (await Should.ThrowAsync<CaseRuleException>(As(account).SendAsync(Stopping(@case)))).Code.ShouldBe("role-may-not");
    }

    [Fact]
    public async Task StopCase_KindThatFollowsFromAStep_IsRefused()
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);

        await Should.ThrowAsync<ValidationException>(As(@case.Officer).SendAsync(new StopCaseCommand(@case.Id, ClosureReason.NotIncluded, Reason)));
    }

    [Fact]
    public async Task StopCase_BeforeInclusion_IsRefused()
    {
        var @case = await GivenCaseAt(CasePhase.Intake);

        (await Should.ThrowAsync<CaseRuleException>(As(@case.Officer).SendAsync(Stopping(@case)))).Code.ShouldBe("case-not-included-yet");
    }

    [Fact]
    public async Task StopCase_Twice_IsRefused()
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);
        await As(@case.Officer).SendAsync(Stopping(@case));

        (await Should.ThrowAsync<CaseRuleException>(As(@case.Officer).SendAsync(Stopping(@case)))).Code.ShouldBe("case-already-closing");
    }

    [Fact]
    public async Task StopCase_WhileWorkingTogether_LeavesTheClosureAlone()
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);

        await As(@case.Officer).SendAsync(Stopping(@case));

        (await Read(db => db.HumanTasks.Where(t => t.Status == HumanTaskStatus.Open).Select(t => t.Kind).ToListAsync(Cancel))).ShouldBe([HumanTaskKind.Closure]);
        (await CaseOf(@case)).Phase.ShouldBe(CasePhase.Closure);
        (await CaseOf(@case)).ClosureReason.ShouldBe(ClosureReason.Detention);
    }

    [Fact]
    public async Task StopCase_OnHold_LetsTheTermOfTheClosureRun()
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);
        await As(@case.Officer).SendAsync(new PauseCaseCommand(@case.Id, Reason));

        await As(@case.Officer).SendAsync(Stopping(@case));

        (await CaseOf(@case)).IsPaused.ShouldBeFalse();
        (await Read(db => db.DueWork.AnyAsync(w => w.SuspendedAt != null, Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task StopCase_Stopped_TellsVolunteerAndCoordinator()
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);

        await As(@case.Officer).SendAsync(Stopping(@case));

        (await Read(db => db.Notices.Where(n => n.Kind == NoticeKind.CaseStopped).Select(n => n.AccountId).ToListAsync(Cancel)))
            .ShouldBe([@case.Coordinator.Id, @case.Volunteer.Account.Id], ignoreOrder: true);
    }

    private static StopCaseCommand Stopping(CaseUnderTest @case) => new(@case.Id, ClosureReason.Detention, Reason);
}
