using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.InclusionChecks;
using Regulatief.Cases.Intakes;
using Regulatief.Tests.Features.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Agreements;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Cases;

namespace Regulatief.Tests.Features.CaseActions;

public sealed class ReopenCaseTests(SqliteHost host) : CaseActionTest(host)
{
    [Fact]
    public async Task ReopenCase_AnybodyButTheProfessional_IsRefused()
    {
        var @case = await Closed(CasePhase.TaskDivision);

        foreach (var account in AllBut(@case, AccountRole.ProbationOfficer))
            (await Should.ThrowAsync<CaseRuleException>(As(account).SendAsync(new ReopenCaseCommand(@case.Id, CasePhase.Matching, Reason)))).Code.ShouldBe("role-may-not");
    }

    [Fact]
    public async Task ReopenCase_Running_IsRefused()
    {
        var @case = await GivenCaseAt(CasePhase.Intake);

        await ShouldRefuse(@case, CasePhase.Matching, "case-not-closed");
    }

    [Fact]
    public async Task ReopenCase_PhaseWhereNoCycleBegins_IsRefused() =>
        await ShouldRefuse(await Closed(CasePhase.WorkingTogether), CasePhase.Evaluation, "case-no-phase-to-reopen");

    [Theory]
    [InlineData(CasePhase.InclusionCheck)]
    [InlineData(CasePhase.Matching)]
    public async Task ReopenCase_WithoutIntake_BeginsAtTheIntakeOnly(CasePhase phase)
    {
        var @case = await GivenCaseAt(CasePhase.Intake);
        await Complete(@case, HumanTaskKind.Intake, new IntakeAnswers { GoesOn = false, WithdrawnReason = Reason });

        await ShouldRefuse(@case, phase, "reopen-no-intake");
        (await PhasesOffered(@case)).ShouldBe(["Intake"]);
    }

    [Theory]
    [InlineData(CasePhase.Matching)]
    [InlineData(CasePhase.TaskDivision)]
    [InlineData(CasePhase.WorkingTogether)]
    public async Task ReopenCase_NotIncluded_GoesThroughTheInclusionCheckAgain(CasePhase phase)
    {
        var @case = await GivenCaseAt(CasePhase.InclusionCheck);
        var answers = StepAnswers.Inclusion;
        answers.OpenToContact = CriterionAnswer.No;
        await Complete(@case, HumanTaskKind.InclusionCheck, answers);
        await Complete(@case, HumanTaskKind.CaseTask, new CaseTaskAnswers { ["reactie"] = "Vindt het jammer." });

        await ShouldRefuse(@case, phase, "reopen-not-included");
        (await PhasesOffered(@case)).ShouldBe(["Intake", "InclusionCheck"]);
    }

    [Fact]
    public async Task ReopenCase_BeyondMatchingWithoutVolunteer_IsRefused()
    {
        var @case = await Closed(CasePhase.TaskDivision);
        await Read(async db =>
        {
            (await db.VolunteerAssignments.SingleAsync(Cancel)).End(Clock.GetUtcNow(), "Verhuisd.");
            return await db.SaveChangesAsync(Cancel);
        });

        await ShouldRefuse(@case, CasePhase.TaskDivision, "case-no-volunteer");
    }

    [Fact]
    public async Task ReopenCase_DeclarationOfTheVolunteerEnded_IsRefused()
    {
        var @case = await Closed(CasePhase.TaskDivision);
        await Read(db => db.Volunteers.ExecuteUpdateAsync(set => set.SetProperty(v => v.ConductDeclarationUntil, Today.AddDays(-1)), Cancel));

        await ShouldRefuse(@case, CasePhase.TaskDivision, "reopen-volunteer-not-available");
        (await PhasesOffered(@case)).ShouldNotContain("TaskDivision");
    }

    [Fact]
    public async Task ReopenCase_WorkingTogetherWithoutDivision_IsRefused() =>
        await ShouldRefuse(await Closed(CasePhase.TaskDivision), CasePhase.WorkingTogether, "reopen-no-division");

    [Fact]
    public async Task ReopenCase_WorkingTogetherWithAWithdrawnAgreement_IsRefused()
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);
        var agreement = await Read(db => db.Agreements.Select(a => a.Id).SingleAsync(Cancel));
        await Close(@case);
        await As(@case.Client!).SendAsync(new WithdrawAgreementCommand(agreement, "Ik wil dit niet meer."));

        await ShouldRefuse(@case, CasePhase.WorkingTogether, "reopen-no-agreement");
        (await PhasesOffered(@case)).ShouldBe(["Intake", "InclusionCheck", "Matching", "TaskDivision"]);
    }

    [Fact]
    public async Task ReopenCase_ClientHasAnotherCaseThatRuns_IsRefused()
    {
        var @case = await Closed(CasePhase.TaskDivision);
        var client = await Read(db => db.Cases.Where(c => c.Id == @case.Id).Select(c => c.ClientId).SingleAsync(Cancel));
        await As(@case.Officer).SendAsync(new StartCaseCommand { ClientId = client.Value, ProjectId = @case.Project.Id.Value });

        await ShouldRefuse(@case, CasePhase.Intake, "client-has-open-case");
        (await PhasesOffered(@case)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(CasePhase.Intake, HumanTaskKind.Intake)]
    [InlineData(CasePhase.InclusionCheck, HumanTaskKind.InclusionCheck)]
    [InlineData(CasePhase.Matching, HumanTaskKind.MatchVolunteer)]
    [InlineData(CasePhase.TaskDivision, HumanTaskKind.TaskDivision)]
    [InlineData(CasePhase.WorkingTogether, HumanTaskKind.Meeting)]
    public async Task ReopenCase_AtAPhase_OpensItsTask(CasePhase phase, HumanTaskKind kind)
    {
        var @case = await Closed(CasePhase.WorkingTogether);

        await As(@case.Officer).SendAsync(new ReopenCaseCommand(@case.Id, phase, Reason));

        var reopened = await CaseOf(@case);
        (reopened.IsClosed, reopened.Phase, reopened.ClosureReason, reopened.EndedIn).ShouldBe((false, phase, null, null));
        (await OpenTask(@case, kind)).ShouldNotBeNull();
        (await Read(db => db.Timeline.SingleAsync(e => e.Kind == TimelineKind.Reopened, Cancel))).Note.ShouldBe(Reason);
    }

    [Fact]
    public async Task ReopenCase_AtTheMatching_LetsTheCoordinatorChooseAnew()
    {
        var @case = await Closed(CasePhase.WorkingTogether);

        await As(@case.Officer).SendAsync(new ReopenCaseCommand(@case.Id, CasePhase.Matching, Reason));

        (await CaseOf(@case)).CurrentAssignment.ShouldBeNull();
        (await Complete(@case, HumanTaskKind.MatchVolunteer, StepAnswers.Match(@case.Volunteer.Id))).Outcome.ShouldBe("Matched");
    }

    private async Task<CaseUnderTest> Closed(CasePhase from)
    {
        var @case = await GivenCaseAt(from);
        await Close(@case);
        return @case;
    }

    private async Task Close(CaseUnderTest @case)
    {
        await As(@case.Officer).SendAsync(new StopCaseCommand(@case.Id, ClosureReason.Detention, Reason));
        await Complete(@case, HumanTaskKind.Closure, StepAnswers.Closure);
    }

    private async Task ShouldRefuse(CaseUnderTest @case, CasePhase phase, string code) =>
        (await Should.ThrowAsync<CaseRuleException>(As(@case.Officer).SendAsync(new ReopenCaseCommand(@case.Id, phase, Reason)))).Code.ShouldBe(code);

    /// <summary>What the page lets choose from.</summary>
    private async Task<List<string?>> PhasesOffered(CaseUnderTest @case)
    {
        var page = await (await As(@case.Officer).BrowseAsync()).OpenAsync($"/trajecten/{@case.Id}/acties/heropenen");
        return [.. page.Document.QuerySelectorAll("[name='Form.Phase']").Select(choice => choice.GetAttribute("value"))];
    }
}
