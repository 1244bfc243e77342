using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.HumanTasks;

public sealed class MeetingTests(SqliteHost host) : StepTest(host, HumanTaskKind.Meeting)
{
    [Fact]
    public Task Meeting_NothingFilledIn_AsksWhetherItWasHeld() => ShouldRefuse(new MeetingAnswers(), "WasHeld");

    [Fact]
    public Task Meeting_HeldAndHalfFilled_AsksTheRest() => ShouldRefuse(new MeetingAnswers { WasHeld = true }, "HeldOn", "Location", "Agenda", "Decisions");

    [Fact]
    public Task Meeting_MissedAndHalfFilled_AsksReasonAndNewDate() => ShouldRefuse(new MeetingAnswers { WasHeld = false }, "MissedReason", "NextOn");

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public Task Meeting_HeldTomorrowOrBeforeTheCase_IsRefused(int days) => ShouldRefuse(StepAnswers.MeetingHeld(Today.AddDays(days)), "HeldOn");

    [Fact]
    public Task Meeting_NextOneInThePast_IsRefused() => ShouldRefuse(StepAnswers.MeetingMissed(Today.AddDays(-1)), "NextOn");

    [Theory]
    [InlineData(4)] // a Saturday
    [InlineData(5)] // a Sunday
    [InlineData(31)] // Christmas, a Friday
    public Task Meeting_NextOneInAWeekendOrOnAHoliday_IsRefused(int days) => ShouldRefuse(StepAnswers.MeetingMissed(Today.AddDays(days)), ("NextOn", "not-a-working-day"));

    [Fact]
    public async Task Meeting_RhythmLeadsToAHoliday_IsPlannedOnTheNextWorkingDay()
    {
        await Read(db => db.Cases.ExecuteUpdateAsync(set => set.SetProperty(c => c.MeetingRhythmInWeeks, 1), Cancel));
        Clock.Advance(TimeSpan.FromDays(24)); // a Friday, a week before Christmas

        await Complete(StepAnswers.MeetingHeld(Today.AddDays(24)));

        (await CaseOf(Case)).NextMeetingOn.ShouldBe(new DateOnly(2026, 12, 28));
    }

    [Fact]
    public async Task Meeting_BeforeTheLastOne_IsRefused()
    {
        var later = new ThreeWayMeeting { CaseId = Case.Id, Round = 1, PlannedOn = Today.AddDays(2) };
        later.RecordHeld(Today.AddDays(2), LocationType.ProbationOffice, new("Alles", "Elke dag wandelen", null), false, null);
        await Host.WriteAsync(db => db.Meetings.Add(later));

        await ShouldRefuse(StepAnswers.MeetingHeld(Today), ("HeldOn", "meeting-before-last"));
    }

    [Fact]
    public async Task Meeting_MissedButEvaluates_IsRefused()
    {
        var answers = StepAnswers.MeetingMissed(Today.AddDays(7));
        answers.EvaluateNow = true;

        await ShouldRefuse(answers, ("EvaluateNow", "missed-meeting-evaluates"));
    }

    [Fact]
    public async Task Meeting_MissedButNamedHeld_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(Complete(StepAnswers.MeetingMissed(Today.AddDays(7)), "Held"))).Code.ShouldBe("task-outcome-contradicts");

    [Fact]
    public async Task Meeting_Held_IsRecordedAndTheRhythmDecidesTheNext()
    {
        (await Complete(StepAnswers.MeetingHeld(Today))).Outcome.ShouldBe("Held");

        var meeting = await Read(db => db.Meetings.SingleAsync(m => m.Status == MeetingStatus.Held, Cancel));
        (meeting.HeldOn, meeting.Decisions, meeting.PointsForNext).ShouldBe((Today, "De volgende keer samen koken.", "De sollicitatie."));
        (await CaseOf(Case)).NextMeetingOn.ShouldBe(Today.AddDays(7 * 6));
        (await Told(TimelineKind.MeetingHeld)).SubjectId.ShouldBe(meeting.Id.Value);
    }

    [Fact]
    public async Task Meeting_Missed_KeepsReasonAndNewDate()
    {
        (await Complete(StepAnswers.MeetingMissed(Today.AddDays(7)))).Outcome.ShouldBe("Missed");

        (await Read(db => db.Meetings.SingleAsync(m => m.Status == MeetingStatus.Missed, Cancel))).MissedReason.ShouldBe("De cliënt was ziek.");
        (await CaseOf(Case)).NextMeetingOn.ShouldBe(Today.AddDays(7));
    }

    [Fact]
    public async Task Meeting_HeldAndTheThreeWantIt_LeadsToTheEvaluation()
    {
        var answers = StepAnswers.MeetingHeld(Today);
        answers.EvaluateNow = true;

        (await Complete(answers)).Outcome.ShouldBe("EvaluationDue");
    }

    [Theory]
    [InlineData(0, "EvaluationDue")]
    [InlineData(1, "Held")]
    public async Task Meeting_HeldAroundTheAgreedDay_LeadsToTheEvaluationFromThatDayOn(int daysUntilEvaluation, string outcome)
    {
        await Read(db => db.Cases.ExecuteUpdateAsync(set => set.SetProperty(c => c.EvaluateFrom, Today.AddDays(daysUntilEvaluation)), Cancel));

        (await Complete(StepAnswers.MeetingHeld(Today))).Outcome.ShouldBe(outcome);
    }

    [Fact]
    public async Task Meeting_Page_ShowsPlanGoalsAndLastDecisions()
    {
        var earlier = new ThreeWayMeeting { CaseId = Case.Id, Round = 1, PlannedOn = Today };
        earlier.RecordHeld(Today, LocationType.ProbationOffice, new("Alles", "Elke dag wandelen", "De woning"), false, null);
        await Host.WriteAsync(db => db.Meetings.Add(earlier));

        var page = await PageFor(Worker);

        foreach (var shown in new[] { "Elke dag wandelen", "De woning", "Een dagbesteding vinden", "dinsdag 5 januari 2027" }) page.Text.ShouldContain(shown);
    }
}
