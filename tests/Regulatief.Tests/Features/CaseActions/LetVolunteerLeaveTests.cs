using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.RiskSignals;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.RiskSignals;

namespace Regulatief.Tests.Features.CaseActions;

public sealed class LetVolunteerLeaveTests(SqliteHost host) : CaseActionTest(host)
{
    [Fact]
    public async Task LetVolunteerLeave_Client_IsRefused()
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);

        (await Should.ThrowAsync<CaseRuleException>(As(@case.Client!).SendAsync(Leaving(@case)))).Code.ShouldBe("role-may-not");
    }

    [Fact]
    public async Task LetVolunteerLeave_NobodyPaired_IsRefused()
    {
        var @case = await Given(A.Case().Running("regulatieve-cyclus"));
        await Complete(@case, HumanTaskKind.Intake, Answers.Intake);
        await Complete(@case, HumanTaskKind.InclusionCheck, HumanTasks.StepAnswers.Inclusion);

        (await Should.ThrowAsync<CaseRuleException>(As(@case.Officer).SendAsync(Leaving(@case)))).Code.ShouldBe("case-no-volunteer");
    }

    [Fact]
    public async Task LetVolunteerLeave_Twice_IsRefused()
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);
        await As(@case.Volunteer.Account).SendAsync(Leaving(@case));

        (await Should.ThrowAsync<CaseRuleException>(As(@case.Officer).SendAsync(Leaving(@case)))).Code.ShouldBe("volunteer-already-leaving");
    }

    [Theory]
    [InlineData(AccountRole.ProbationOfficer)]
    [InlineData(AccountRole.Coordinator)]
    [InlineData(AccountRole.Volunteer)]
    public async Task LetVolunteerLeave_OneOfThoseWhoMay_OpensTheHandOverAndGoesOn(AccountRole role)
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);

        await As(@case.AccountOf(role)).SendAsync(Leaving(@case));

        (await OpenTask(@case, HumanTaskKind.VolunteerHandover)).Role.ShouldBe(AccountRole.Coordinator);
        (await OpenTask(@case, HumanTaskKind.Meeting)).ShouldNotBeNull();
        (await CaseOf(@case)).CurrentAssignment.ShouldNotBeNull();
        (await Read(db => db.Notices.Where(n => n.Kind == NoticeKind.VolunteerLeaves).Select(n => n.AccountId).ToListAsync(Cancel)))
            .ShouldNotContain(@case.AccountOf(role).Id);
    }

    // Who records the leaving learns nothing of it.
    [Fact]
    public async Task LetVolunteerLeave_WithAnUndecidedSignal_RemindsTheVolunteerAlone()
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);
        var signal = await As(@case.Volunteer.Account).SendAsync(new NoteRiskSignalCommand(@case.Id, RiskSignalKind.PossibleRelapse, "Iets gezien.", SignalSeverity.Worrying, new(2026, 11, 23)));

        await As(@case.Coordinator).SendAsync(Leaving(@case));

        var told = await Read(db => db.Notices.SingleAsync(n => n.Kind == NoticeKind.SignalReminder, Cancel));
        (told.AccountId, told.SubjectId).ShouldBe((@case.Volunteer.Account.Id, signal.Value));
        (await (await As(@case.Volunteer.Account).BrowseAsync()).OpenAsync($"/signalen/{signal}")).Text
            .ShouldContain("dan wordt dit signaal ingetrokken zodra de overdracht is vastgelegd");
    }

    private static LetVolunteerLeaveCommand Leaving(CaseUnderTest @case) => new(@case.Id, Reason);
}
