using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Evaluations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.HumanTasks;

public sealed class EvaluationTests(SqliteHost host) : StepTest(host, HumanTaskKind.Evaluation)
{
    private EvaluationAnswers Filled => StepAnswers.Evaluation(Goal, Today);

    [Fact]
    public Task Evaluation_NothingFilledIn_AsksAll() => ShouldRefuse(
        new EvaluationAnswers(),
        "HeldOn", "Goals", "Conditions", "QualityOfLife", "ClientsWords", "RelationWithVolunteer", "IsOnlyContact", "ClientSatisfaction", "VolunteerSatisfaction",
        "ProfessionalSatisfaction", "CooperationForm", "Conclusion", "ConclusionReason");

    [Fact]
    public async Task Evaluation_GoalOfAnotherCase_IsRefused() =>
        await ShouldRefuse(StepAnswers.Evaluation((await CaseOf(await GivenCase())).Goals.Single().Id.Value, Today), "Goals[0].GoalId", "Goals");

    [Fact]
    public async Task Evaluation_RatingsOutOfRange_AreRefusedAtTheirFields()
    {
        var answers = Filled;
        (answers.QualityOfLife, answers.Goals[0].Progress, answers.Conditions[2].ByVolunteer) = (11, 0, 6);

        await ShouldRefuse(answers, "QualityOfLife", "Goals[0].Progress", "Conditions[2].ByVolunteer");
    }

    [Fact]
    public async Task Evaluation_OneConditionTwice_IsRefused()
    {
        var answers = Filled;
        answers.Conditions[0].Condition = answers.Conditions[1].Condition;

        await ShouldRefuse(answers, ("Conditions", "conditions-five"));
    }

    [Theory]
    [InlineData(CooperationForm.NoCooperation, "CooperationFormReason", "NotEmptyValidator")]
    [InlineData(CooperationForm.ControlDirected, "CooperationForm", "form-not-offered")]
    public async Task Evaluation_OtherForm_NeedsAReasonOrIsNotOffered(CooperationForm form, string field, string code)
    {
        var answers = Filled;
        answers.CooperationForm = form;

        await ShouldRefuse(answers, (field, code));
    }

    [Fact]
    public Task Evaluation_Tomorrow_IsRefused() => ShouldRefuse(StepAnswers.Evaluation(Goal, Today.AddDays(1)), "HeldOn");

    [Fact]
    public async Task Evaluation_BeforeTheLastTalk_IsRefused()
    {
        var talk = new Regulatief.Cases.Meetings.ThreeWayMeeting { CaseId = Case.Id, Round = 1, PlannedOn = Today.AddDays(2) };
        talk.RecordHeld(Today.AddDays(2), LocationType.ProbationOffice, new("Alles", "Elke dag wandelen", null), false, null);
        await Host.WriteAsync(db => db.Meetings.Add(talk));
        Clock.Advance(TimeSpan.FromDays(2));

        await ShouldRefuse(Filled, ("HeldOn", "evaluation-before-round"));
    }

    [Fact]
    public async Task Evaluation_BeforeTheTasksWereDivided_IsRefused()
    {
        Clock.Advance(TimeSpan.FromDays(2));
        await Complete(Case, HumanTaskKind.TaskDivision, StepAnswers.Division(Goal, Today.AddDays(1)));

        await ShouldRefuse(Filled, ("HeldOn", "evaluation-before-round"));
    }

    [Fact]
    public async Task Evaluation_NextRound_KeepsTheFiguresAndBeginsTheRound()
    {
        (await Complete(Filled)).Outcome.ShouldBe("NextRound");

        var evaluation = await Read(db => db.Evaluations.SingleAsync(Cancel));
        (evaluation.Round, evaluation.QualityOfLife, evaluation.Goals.Single().Progress, evaluation.Conditions.Count).ShouldBe((1, 7, 4, 10));
        evaluation.Activities.Count(a => a.By == CaseRole.Volunteer).ShouldBe(2);
        (await CaseOf(Case)).Round.ShouldBe(2);
    }

    [Fact]
    public async Task Evaluation_FormReconsidered_ChangesTheCase()
    {
        var answers = Filled;
        (answers.CooperationForm, answers.CooperationFormReason, answers.Conclusion) = (CooperationForm.NoCooperation, "Wil vooral gezelschap.", EvaluationConclusion.Adjust);

        (await Complete(answers)).Outcome.ShouldBe("Adjust");

        var @case = await CaseOf(Case);
        (@case.CooperationForm, @case.CooperationFormReason, @case.Round).ShouldBe((CooperationForm.NoCooperation, "Wil vooral gezelschap.", 1));
    }

    [Fact]
    public async Task Evaluation_Close_ClosesNothingYet()
    {
        (await Complete(StepAnswers.Evaluation(Goal, Today, EvaluationConclusion.Close))).Outcome.ShouldBe("Close");

        (await CaseOf(Case)).IsClosed.ShouldBeFalse();
    }

    [Fact]
    public async Task Evaluation_SecondOne_ShowsTheFiguresOfTheFirst()
    {
        await Host.WriteAsync(db => db.Evaluations.Add(new Evaluation
        {
            CaseId = Case.Id, Round = 1, HeldOn = Today, QualityOfLife = 4, RelationWithVolunteer = 3, ClientsWords = "Gaat wel.", IsOnlyContact = true,
            ClientSatisfaction = 3, VolunteerSatisfaction = 4, ProfessionalSatisfaction = 5, CooperationForm = CooperationForm.GoalDirected,
            Conclusion = EvaluationConclusion.NextRound, ConclusionReason = "Verder.", RecordedById = Case.Officer.Id, RecordedAt = RegulatiefHost.Morning,
        }));

        var page = await PageFor(Worker);

        page.Text.ShouldContain("Vorige keer: 4");
        page.Text.ShouldContain("3, 4, 5");
    }

    [Fact]
    public async Task Evaluation_LoggedSignalling_IsNotShownToTheProfessional()
    {
        await Host.WriteAsync(db => db.VolunteerActivities.AddRange(Logged(VolunteerActivityCategory.Signalling), Logged(VolunteerActivityCategory.Talking)));

        (await Choices<EvaluationChoices>()).Logged.ShouldBe([new LoggedActivities(VolunteerActivityCategory.Talking, 1)]);
    }

    private VolunteerActivity Logged(VolunteerActivityCategory category) =>
        new() { CaseId = Case.Id, VolunteerId = Case.Volunteer.Id, Category = category, On = Today, LoggedAt = RegulatiefHost.Morning };
}
