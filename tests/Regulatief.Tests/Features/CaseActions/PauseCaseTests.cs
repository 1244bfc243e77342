using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Promises;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;

namespace Regulatief.Tests.Features.CaseActions;

public sealed class PauseCaseTests(SqliteHost host) : CaseActionTest(host)
{
    [Fact]
    public async Task PauseCase_AnybodyButTheProfessional_IsRefused()
    {
        var @case = await GivenCaseAt(CasePhase.Matching);

        foreach (var account in AllBut(@case, AccountRole.ProbationOfficer))
            (await Should.ThrowAsync<CaseRuleException>(As(account).SendAsync(new PauseCaseCommand(@case.Id, Reason)))).Code.ShouldBe("role-may-not");
    }

    [Fact]
    public async Task PauseCase_WithoutAReason_IsRefused()
    {
        var @case = await GivenCaseAt(CasePhase.Matching);

        await Should.ThrowAsync<ValidationException>(As(@case.Officer).SendAsync(new PauseCaseCommand(@case.Id, " ")));
    }

    [Fact]
    public async Task PauseCase_PausedAlready_IsRefused()
    {
        var @case = await GivenCaseAt(CasePhase.Matching);
        await As(@case.Officer).SendAsync(new PauseCaseCommand(@case.Id, Reason));

        (await Should.ThrowAsync<CaseRuleException>(As(@case.Officer).SendAsync(new PauseCaseCommand(@case.Id, Reason)))).Code.ShouldBe("case-already-paused");
    }

    [Fact]
    public async Task ResumeCase_NotPaused_IsRefused()
    {
        var @case = await GivenCaseAt(CasePhase.Matching);

        (await Should.ThrowAsync<CaseRuleException>(As(@case.Officer).SendAsync(new ResumeCaseCommand(@case.Id)))).Code.ShouldBe("case-not-paused");
    }

    [Fact]
    public async Task PauseCase_Paused_NothingFallsDue()
    {
        var @case = await GivenCaseAt(CasePhase.Matching);

        await As(@case.Officer).SendAsync(new PauseCaseCommand(@case.Id, Reason));

        (await Host.PassAsync(TimeSpan.FromDays(100))).ShouldBe(0);
        (await Read(db => db.Escalations.AnyAsync(Cancel))).ShouldBeFalse();
        (await Read(db => db.DueWork.AllAsync(w => w.SuspendedAt != null, Cancel))).ShouldBeTrue();
    }

    [Fact]
    public async Task ResumeCase_AfterTwoWeeks_MovesTheTermAndItsEscalationByTwoWeeks()
    {
        var @case = await GivenCaseAt(CasePhase.Matching);
        var before = await OpenTask(@case, HumanTaskKind.MatchVolunteer);
        var escalation = await EscalationOf(before);
        await As(@case.Officer).SendAsync(new PauseCaseCommand(@case.Id, Reason));
        Clock.Advance(TimeSpan.FromDays(14));

        await As(@case.Officer).SendAsync(new ResumeCaseCommand(@case.Id));

        (await OpenTask(@case, HumanTaskKind.MatchVolunteer)).DueOn.ShouldBe(before.DueOn.AddDays(14));
        (await EscalationOf(before)).ShouldBe(escalation.AddDays(14));
        (await Read(db => db.DueWork.AnyAsync(w => w.SuspendedAt != null, Cancel))).ShouldBeFalse();
        (await CaseOf(@case)).IsPaused.ShouldBeFalse();
    }

    [Fact]
    public async Task ResumeCase_TermWouldEndInAWeekend_EndsOnTheWorkingDayAfter()
    {
        var @case = await GivenCaseAt(CasePhase.Matching);
        var before = await OpenTask(@case, HumanTaskKind.MatchVolunteer);
        before.DueOn.DayOfWeek.ShouldBe(DayOfWeek.Tuesday);
        await As(@case.Officer).SendAsync(new PauseCaseCommand(@case.Id, Reason));
        Clock.Advance(TimeSpan.FromDays(4));

        await As(@case.Officer).SendAsync(new ResumeCaseCommand(@case.Id));

        (await OpenTask(@case, HumanTaskKind.MatchVolunteer)).DueOn.ShouldBe(before.DueOn.AddDays(6));
    }

    private Task<DateTimeOffset> EscalationOf(HumanTask task) =>
        Read(db => db.DueWork.Where(w => w.SubjectId == task.Id.Value && w.Kind == DueWorkKind.TaskEscalation).Select(w => w.DueAt).SingleAsync(Cancel));
}
