using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Idempotency;
using Regulatief.Cases.Intakes;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Features.HumanTasks;

public sealed class CompleteHumanTaskTests(SqliteHost host) : FeatureTest(host)
{
    private CaseUnderTest _case = null!;
    private HumanTask _intake = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case());
        _intake = await OpenTask(_case, HumanTaskKind.Intake);
    }

    [Fact]
    public async Task CompleteHumanTask_ColleagueWithoutCover_IsNotFound()
    {
        var colleague = await Given(A.ProbationOfficer());

        await Should.ThrowAsync<NotFoundException>(As(colleague).SendAsync(Completing(Answers.Intake)));
    }

    [Fact]
    public async Task CompleteHumanTask_VolunteerOfTheCase_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(As(_case.Volunteer.Account).SendAsync(Completing(Answers.Intake)));

    [Fact]
    public async Task CompleteHumanTask_HalfFilled_TellsEachFieldThatIsMissing()
    {
        var refusal = await Should.ThrowAsync<ValidationException>(
            As(_case.Officer).SendAsync(Completing(new IntakeAnswers { GoesOn = true, HelpNeeds = "Iemand om mee te praten." })));

        refusal.Errors.Select(e => e.PropertyName).ShouldBe([nameof(IntakeAnswers.WhyVolunteer), nameof(IntakeAnswers.CooperationForm)], ignoreOrder: true);
    }

    [Fact]
    public async Task CompleteHumanTask_HalfFilledOnThePage_ComesBackAsItWasSent()
    {
        var browser = await As(_case.Officer).BrowseAsync();
        var form = await browser.OpenAsync($"/taken/{_intake.Id}");

        var again = await browser.SubmitAsync(form, new() { ["Answers.GoesOn"] = "true", ["Answers.HelpNeeds"] = "Iemand om mee te praten." });

        again.Status.ShouldBe(HttpStatusCode.BadRequest);
        again.FieldsInError.ShouldBe(["Answers.WhyVolunteer", "Answers.CooperationForm"], ignoreOrder: true);
        again.Find("[name='Answers.HelpNeeds']")!.TextContent.Trim().ShouldBe("Iemand om mee te praten.");
    }

    [Fact]
    public async Task CompleteHumanTask_OutcomeThatTheTaskDoesNotHave_IsRefused()
    {
        var refusal = await Should.ThrowAsync<CaseRuleException>(As(_case.Officer).SendAsync(Completing(Answers.Intake, "Afgerond")));

        refusal.Code.ShouldBe("task-unknown-outcome");
    }

    [Fact]
    public async Task CompleteHumanTask_OutcomeThatContradictsTheAnswers_IsRefusedAndChangesNothing()
    {
        var refusal = await Should.ThrowAsync<CaseRuleException>(As(_case.Officer).SendAsync(Completing(Answers.Intake, "Withdrawn")));

        refusal.Code.ShouldBe("task-outcome-contradicts");
        (await Read(db => db.Intakes.AnyAsync(Cancel))).ShouldBeFalse();
        (await OpenTask(_case, HumanTaskKind.Intake)).Id.ShouldBe(_intake.Id);
    }

    [Fact]
    public async Task CompleteHumanTask_DoneAlready_SaysByWhom()
    {
        await As(_case.Officer).SendAsync(Completing(Answers.Intake));

        var refusal = await Should.ThrowAsync<ConcurrencyConflictException>(As(_case.Officer).SendAsync(Completing(Answers.Intake)));

        refusal.DoneBy.ShouldBe(_case.Officer.Id);
    }

    [Fact]
    public async Task CompleteHumanTask_Filled_EndsItAndOpensTheNext()
    {
        var result = await As(_case.Officer).SendAsync(Completing(Answers.Intake));

        result.ShouldBe(new CompleteHumanTaskResult(_intake.Id, _case.Id, "Done"));
        var next = await OpenTask(_case, HumanTaskKind.CaseTask);
        next.Title.ShouldBe("Bel de gemeente");
        next.DueOn.ShouldBe(new DateOnly(2026, 11, 27));
    }

    [Fact]
    public async Task CompleteHumanTask_ClientDoesNotGoOn_ClosesTheCase()
    {
        var result = await As(_case.Officer).SendAsync(Completing(new IntakeAnswers { GoesOn = false, WithdrawnReason = "Wil liever alleen verder." }));

        result.Outcome.ShouldBe("Withdrawn");
        (await CaseOf(_case)).ClosureReason.ShouldBe(ClosureReason.WithdrawnAtIntake);
        (await Read(db => db.HumanTasks.AnyAsync(t => t.Status == HumanTaskStatus.Open, Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task CompleteHumanTask_SameKeyTwice_IsDoneOnceAndAnsweredTwice()
    {
        var first = await As(_case.Officer).SendAsync(Completing(Answers.Intake), "sleutel");

        var second = await As(_case.Officer).SendAsync(Completing(Answers.Intake), "sleutel");

        second.ShouldBe(first);
        (await Read(db => db.Intakes.CountAsync(Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task CompleteHumanTask_SameKeyOtherAnswers_IsRefused()
    {
        await As(_case.Officer).SendAsync(Completing(Answers.Intake), "sleutel");

        await Should.ThrowAsync<IdempotencyKeyReusedException>(
            As(_case.Officer).SendAsync(Completing(new IntakeAnswers { GoesOn = false, WithdrawnReason = "Toch niet." }), "sleutel"));
    }
    [Fact]
    public async Task CompleteHumanTask_ByTheApiSameKeyOtherAnswers_IsUnprocessable()
    {
        var api = await As(_case.Officer).ApiAsync();
        await api.PostAsync($"/api/v1/tasks/{_intake.Id}/complete", new { data = TaskForm.Write(Answers.Intake) }, "sleutel");

        var answer = await api.PostAsync($"/api/v1/tasks/{_intake.Id}/complete", new { data = new { goesOn = false, withdrawnReason = "Toch niet." } }, "sleutel");

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((string?)(await answer.JsonAsync())["title"]).ShouldBe("key-reused");
    }

    private CompleteHumanTaskCommand Completing(IntakeAnswers answers, string? outcome = null) => new(_intake.Id, outcome, TaskForm.Write(answers));
}
