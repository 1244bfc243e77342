using System.Globalization;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;

namespace Regulatief.Tests.Promises;

/// <summary>What is promised and how it fails, looked at as values: no database, no host.</summary>
public sealed class DueWorkTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Friday = new(2026, 12, 4);

    [Fact]
    public void Fail_AgainAndAgain_WaitsTwiceAsLongUpToAnHourAndIsParkedAtTheTwentieth()
    {
        var work = Work(DueWorkKind.Outbox);
        List<double> pauses = [];

        for (var attempt = 1; attempt < 20; attempt++)
        {
            work.Fail("weg", Now);
            pauses.Add((work.RetryAt!.Value - Now).TotalMinutes);
            work.ParkedAt.ShouldBeNull();
        }

        work.Fail("weg", Now);

        pauses.ShouldBe([1, 2, 4, 8, 16, 32, .. Enumerable.Repeat(60d, 13)]);
        (work.Attempts, work.ParkedAt).ShouldBe((20, Now));
    }

    [Fact]
    public void Fail_LongCause_KeepsAsMuchOfItAsTheColumnHolds()
    {
        var work = Work(DueWorkKind.Bookmark);

        work.Fail(new string('x', 1000), Now);

        work.Failure.ShouldBe(new string('x', 200));
    }

    [Theory]
    [InlineData(0, null, true)]
    [InlineData(1, null, false)]
    [InlineData(0, 0, true)]
    [InlineData(0, 1, false)]
    public void DueBy_ThatInstant_IsDueAndNotEarlier(int dueInTicks, int? retryInTicks, bool isDue)
    {
        var work = Work(DueWorkKind.Outbox, Now.AddTicks(dueInTicks));
        if (retryInTicks is { } ticks) work.Claim(Now.AddTicks(ticks));

        new[] { work }.AsQueryable().DueBy(Now).Any().ShouldBe(isDue);
    }

    [Fact]
    public void DueBy_SuspendedOrParked_IsNot()
    {
        var (suspended, parked) = (Work(DueWorkKind.Bookmark), Work(DueWorkKind.Bookmark));
        suspended.SuspendedAt = Now;
        for (var attempt = 0; attempt < 5; attempt++) parked.Fail("mislukt", Now.AddDays(-1));

        new[] { suspended, parked }.AsQueryable().DueBy(Now).ShouldBeEmpty();
    }

    [Fact]
    public void AboutTask_RemindedTwoDaysBefore_ComesInTheMorningAndTheEscalationWhenTheDayIsOver()
    {
        var promises = About(HumanTaskKind.Intake, Friday, new Term(5, ReminderBefore: 2));

        promises.Select(p => (p.Kind, p.DueAt)).ShouldBe(
        [
            (DueWorkKind.TaskReminder, LegalTime.At(new(2026, 12, 2), new(8, 0))),
            (DueWorkKind.TaskEscalation, LegalTime.At(new(2026, 12, 5), new(0, 0))),
        ]);
    }

    [Fact]
    public void AboutTask_NoReminderAsked_HasNoneOnItsLastDayEither() =>
        About(HumanTaskKind.Intake, Friday, new Term(5, ReminderBefore: 0)).Select(p => p.Kind).ShouldBe([DueWorkKind.TaskEscalation]);

    [Fact]
    public void AboutTask_ReminderWouldLieInThePast_HasNone() =>
        About(HumanTaskKind.Intake, new(2026, 11, 25), new Term(1)).Select(p => p.Kind).ShouldBe([DueWorkKind.TaskEscalation]);

    [Fact]
    public void AboutTask_NeverEscalated_IsOnlyReminded() =>
        About(HumanTaskKind.ExceptionReview, Friday, new Term(5, EscalateAfter: null)).Select(p => p.Kind).ShouldBe([DueWorkKind.TaskReminder]);

    [Theory]
    [InlineData("2026-12-04", 2)]
    [InlineData("2026-12-05", 0)]
    public void AboutTask_EscalatedLater_IsLookedAtWhenItsLastDayIsOverAllTheSame(string dueOn, int after) =>
        About(HumanTaskKind.Intake, On(dueOn), new Term(5, EscalateAfter: after)).Last().DueAt.ShouldBe(LegalTime.EndOf(On(dueOn)));

    [Fact]
    public void AboutTask_OfEachKind_StandsStillInAPauseUnlessTheLawKeepsItsClockRunning()
    {
        HumanTaskKind[] ofLaw = [HumanTaskKind.ClientRequest, HumanTaskKind.ExceptionReview, HumanTaskKind.BreakGlassReview, HumanTaskKind.RiskSignal, HumanTaskKind.ClientUnreachable];

        foreach (var kind in Enum.GetValues<HumanTaskKind>())
            About(kind, Friday, new Term(5)).ShouldAllBe(p => p.StandsStillInPause == !ofLaw.Contains(kind), kind.ToString());
    }

    private static List<DueWork> About(HumanTaskKind kind, DateOnly dueOn, Term term)
    {
        var task = new HumanTask
        {
            CaseId = CaseId.New(), Kind = kind, Title = "Intake", Role = AccountRole.ProbationOfficer, Outcomes = ["Done"], OpenedAt = Now, DueOn = dueOn,
        };
        var promises = Promise.AboutTask(task, term, WorkingCalendar.OfLaw, Now, Guid.CreateVersion7).ToList();
        promises.ShouldAllBe(p => p.CaseId == task.CaseId && p.SubjectId == task.Id.Value && p.Generation == 1);
        return promises;
    }

    private static DateOnly On(string day) => DateOnly.Parse(day, CultureInfo.InvariantCulture);

    private static DueWork Work(DueWorkKind kind, DateTimeOffset? dueAt = null) => new()
    {
        Id = Guid.CreateVersion7(), Kind = kind, CaseId = CaseId.New(), SubjectId = Guid.CreateVersion7(), DueAt = dueAt ?? Now, StandsStillInPause = false,
    };
}
