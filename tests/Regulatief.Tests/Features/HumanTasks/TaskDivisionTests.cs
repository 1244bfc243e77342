using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.TaskDivisions;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Shared.Forms;

namespace Regulatief.Tests.Features.HumanTasks;

public sealed class TaskDivisionTests(SqliteHost host) : StepTest(host, HumanTaskKind.TaskDivision)
{
    private TaskDivisionAnswers Division => StepAnswers.Division(Goal, Today);

    [Fact]
    public Task TaskDivision_NothingFilledIn_AsksAllButGoalsAndBudget() => ShouldRefuse(
        new TaskDivisionAnswers(),
        "Tasks", "SharedVision", "ClientContactTimes", "ClientContactPer", "ProfessionalContactTimes", "ProfessionalContactPer", "MeetingRhythmInWeeks",
        "FirstMeetingOn", "EvaluateFrom", "Location", "ContactRoute", "ClientAgrees", "VolunteerAgrees", "ProfessionalAgrees");

    [Fact]
    public async Task TaskDivision_RowHalfFilled_IsRefusedAtItsFields()
    {
        var answers = Division;
        answers.Tasks.Add(new() { Description = "Formulieren invullen" });

        await ShouldRefuse(answers, "Tasks[2].GoalId", "Tasks[2].Owner");
    }

    [Fact]
    public async Task TaskDivision_GoalOfAnotherCase_IsRefusedAtTheRow()
    {
        var answers = Division;
        answers.Tasks[1].GoalId = (await CaseOf(await GivenCase())).Goals.Single().Id.Value;

        await ShouldRefuse(answers, ("Tasks[1].GoalId", "goal-not-of-case"));
    }

    [Fact]
    public async Task TaskDivision_DatesInThePast_AreRefused()
    {
        var answers = Division;
        (answers.FirstMeetingOn, answers.EvaluateFrom) = (Today.AddDays(-1), Today.AddDays(-1));

        await ShouldRefuse(answers, "FirstMeetingOn", "EvaluateFrom");
    }

    [Fact]
    public async Task TaskDivision_EvaluationMoreThanAYearAhead_IsRefused()
    {
        var answers = Division;
        answers.EvaluateFrom = Today.AddYears(1).AddDays(1);

        await ShouldRefuse(answers, "EvaluateFrom");
    }

    [Theory]
    [InlineData(5)] // a Sunday
    [InlineData(31)] // Christmas
    public async Task TaskDivision_FirstTalkInAWeekendOrOnAHoliday_IsRefused(int days)
    {
        var answers = Division;
        answers.FirstMeetingOn = Today.AddDays(days);

        await ShouldRefuse(answers, ("FirstMeetingOn", "not-a-working-day"));
    }

    [Fact]
    public async Task TaskDivision_EvaluationBeforeTheFirstTalk_IsRefused()
    {
        var answers = Division;
        answers.EvaluateFrom = answers.FirstMeetingOn!.Value.AddDays(-1);

        await ShouldRefuse(answers, ("EvaluateFrom", "evaluation-before-meeting"));
    }

    [Theory]
    [InlineData(null, LocationType.ClientHome, false)]
    [InlineData(LocationType.ClientHome, LocationType.ClientHome, false)]
    [InlineData(LocationType.ClientHome, LocationType.PublicPlace, false)]
    [InlineData(LocationType.ClientHome, LocationType.ProbationOffice, true)]
    [InlineData(LocationType.PublicPlace, LocationType.PublicPlace, true)]
    [InlineData(null, LocationType.ByPhoneOrOnline, true)]
    public async Task TaskDivision_Place_IsOneThatTheSafetyCheckAllows(LocationType? considered, LocationType agreed, bool isAllowed)
    {
        // The home was not found safe, the public place was.
        if (considered is { } place) await Complete(Case, HumanTaskKind.SafetyCheck, StepAnswers.SafetyOf(place, place == LocationType.PublicPlace));
        var answers = Division;
        answers.Location = agreed;

        if (isAllowed) (await Complete(answers)).Outcome.ShouldBe("Done");
        else await ShouldRefuse(answers, ("Location", "place-not-safe"));
    }

    [Fact]
    public async Task TaskDivision_AfterASafetyCheck_OpensWithThePlaceThatWasDecided()
    {
        await Complete(Case, HumanTaskKind.SafetyCheck, StepAnswers.SafetyOf(LocationType.ClientHome, false));

        (await Opened<TaskDivisionAnswers>()).Location.ShouldBe(LocationType.ProbationOffice);
    }

    [Fact]
    public async Task TaskDivision_ClientDoesNotAgree_IsRefused()
    {
        var answers = Division;
        answers.ClientAgrees = false;

        await ShouldRefuse(answers, ("ClientAgrees", "division-not-agreed"));
    }

    [Fact]
    public async Task TaskDivision_Agreed_SetsWhatTheCycleGoesBy()
    {
        (await Complete(Division)).Outcome.ShouldBe("Done");

        var @case = await CaseOf(Case);
        (@case.MeetingRhythmInWeeks, @case.EvaluateFrom, @case.NextMeetingOn, @case.ContactRoute)
            .ShouldBe((8, Today.AddMonths(6), Today.AddDays(14), ContactRoute.Direct));
        var division = await Read(db => db.TaskDivisions.SingleAsync(Cancel));
        division.BudgetInCents.ShouldBe(15050);
        division.Tasks.OrderBy(t => t.Order).Select(t => t.Owner).ShouldBe([TaskOwner.Volunteer, TaskOwner.Professional]);
        (await Told(TimelineKind.TaskDivisionAgreed)).SubjectId.ShouldBe(division.Id);
    }

    [Fact]
    public async Task TaskDivision_NewGoal_BelongsToTheCaseAndItsTask()
    {
        var answers = Division;
        var key = Guid.CreateVersion7();
        answers.NewGoals = [new() { Key = key, Text = "Schulden op orde", Kind = GoalKind.RiskAndProtectiveFactors, LifeDomain = LifeDomain.Finances }, new()];
        answers.Tasks.Add(new() { GoalId = key, Description = "Post sorteren", Owner = TaskOwner.Together });

        await Complete(answers);

        var goal = (await CaseOf(Case)).Goals.Single(g => g.Text == "Schulden op orde");
        (await Read(db => db.TaskDivisions.SingleAsync(Cancel))).Tasks.Single(t => t.Description == "Post sorteren").GoalId.ShouldBe(goal.Id);
    }

    [Fact]
    public async Task TaskDivision_RowWithOnlyAGoal_DoesNotCount()
    {
        var answers = Division;
        answers.Tasks.Add(new() { GoalId = Goal });

        await Complete(answers);

        (await Read(db => db.TaskDivisions.SingleAsync(Cancel))).Tasks.Count.ShouldBe(2);
    }

    [Fact]
    public async Task TaskDivision_RowAddedAndRemoved_KeepsWhatWasTypedAndSavesNothing()
    {
        var browser = await As(Worker).BrowseAsync();
        var form = await browser.OpenAsync($"/taken/{Step.Id}");

        var longer = await browser.SubmitAsync(
            form, new() { ["Answers.Tasks[0].Description"] = "Samen koken", ["Answers.Tasks[0].Owner"] = "Volunteer" }, button: (RowChange.AddField, "true"));
        var shorter = await browser.SubmitAsync(longer, form: "form.form", button: (RowChange.RemoveField, "1"));

        longer.Find("[name='Answers.Tasks[1].Description']").ShouldNotBeNull();
        shorter.Find("[name='Answers.Tasks[1].Description']").ShouldBeNull();
        shorter.Find("[name='Answers.Tasks[0].Description']")!.GetAttribute("value").ShouldBe("Samen koken");
        shorter.Text.ShouldContain("Alleen: vrijwilliger");
        (await StepNow()).IsOpen.ShouldBeTrue();
    }

    [Fact]
    public async Task TaskDivision_NextRound_OpensWithTheEarlierDivision()
    {
        await Host.WriteAsync(db => db.TaskDivisions.Add(new TaskDivision
        {
            CaseId = Case.Id, Round = 1, VolunteerWithClient = new(2, FrequencyPeriod.Week), VolunteerWithProfessional = new(1, FrequencyPeriod.Month),
            MeetingRhythmInWeeks = 10, EvaluateFrom = Today, Location = LocationType.ClientHome, AgreedAt = RegulatiefHost.Morning, RecordedById = Case.Officer.Id,
            Tasks = [new() { GoalId = GoalId.From(Goal), Description = "Samen fietsen", Owner = TaskOwner.Together }],
        }));

        var opened = await Opened<TaskDivisionAnswers>();

        opened.Tasks.Single().Description.ShouldBe("Samen fietsen");
        (opened.MeetingRhythmInWeeks, opened.ClientContactTimes, opened.ClientAgrees).ShouldBe((10, 2, false));
    }

    [Theory]
    [InlineData(GoalCoverage.Nobody)]
    [InlineData(GoalCoverage.OneSide, TaskOwner.Volunteer)]
    [InlineData(GoalCoverage.OneSide, TaskOwner.Client)]
    [InlineData(GoalCoverage.BothSides, TaskOwner.Volunteer, TaskOwner.Professional)]
    [InlineData(GoalCoverage.BothSides, TaskOwner.Together)]
    public void TaskDivision_OwnersOfAGoal_TellWhoWorksOnIt(GoalCoverage coverage, params TaskOwner[] owners) =>
        TaskDivision.CoverageOf(owners).ShouldBe(coverage);
}
