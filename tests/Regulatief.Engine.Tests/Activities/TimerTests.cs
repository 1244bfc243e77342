using System.Text.Json.Nodes;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Activities;

public class TimerTests
{
    [Theory]
    [InlineData("00:05:00", "2026-11-23T10:05:00Z")]
    [InlineData("25.00:00:00", "2026-12-18T10:00:00Z")]
    [InlineData("400.00:00:00", "2027-12-28T10:00:00Z")]
    [InlineData("3650.00:00:00", "2036-11-20T10:00:00Z")]
    [InlineData("P14D", "2026-12-07T10:00:00Z")]
    [InlineData("00:00:00", "2026-11-23T10:00:00Z")]
    public void Delay_OfALength_IsDueWhenItHasPassed(string length, string due)
    {
        var run = TestRun.Start(Delay(length));

        run.Instance.Bookmarks.ShouldHaveSingleItem().DueAt.ShouldBe(DateTimeOffset.Parse(due, null));
    }

    [Theory]
    [InlineData("-00:00:01")]
    [InlineData("-10675199.02:48:05")]
    [InlineData("10675199.02:48:05")]
    [InlineData("soon")]
    public void Delay_OfNoLength_IsAnIncident(string length)
    {
        var run = TestRun.Start(Delay(length));

        run.Result.Incidents.ShouldHaveSingleItem().Kind.ShouldBe("wrong-input");
    }

    /// <summary>A length is a length: over the change of the clock a day of waiting ends an hour earlier or later on the wall.</summary>
    [Theory]
    [InlineData("2027-03-28T00:30:00Z", "2027-03-29T00:30:00Z")]
    [InlineData("2027-10-31T00:30:00Z", "2027-11-01T00:30:00Z")]
    [InlineData("2028-02-28T23:30:00Z", "2028-02-29T23:30:00Z")]
    [InlineData("2026-12-31T23:30:00Z", "2027-01-01T23:30:00Z")]
    public void Delay_OfADay_IsTwentyFourHoursAlsoWhereTheClockChanges(string now, string due)
    {
        var run = TestRun.Start(A.Definition(Delay("1.00:00:00")), now: DateTimeOffset.Parse(now, null));

        run.Instance.Bookmarks.ShouldHaveSingleItem().DueAt.ShouldBe(DateTimeOffset.Parse(due, null));
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("9999-12-31T23:59:59-12:00")]
    [InlineData("soon")]
    [InlineData("2027-13-01T00:00:00Z")]
    public void StartAt_OutsideTheCalendar_WaitsOrIsAnIncident(string at)
    {
        var run = TestRun.Start(A.Activity("at", "Elsa.StartAt", ("dateTime", A.Literal(at))));

        (run.Instance.Bookmarks.Count + run.Result.Incidents.Count).ShouldBe(1);
    }

    [Fact]
    public void StartAt_InThePast_DoesNotWait()
    {
        var run = TestRun.Start(A.Activity("at", "Elsa.StartAt", ("dateTime", A.Literal("2026-11-23T10:59:00+01:00"))));

        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void StartAt_InTheFuture_WaitsUntilThenInUtc()
    {
        var run = TestRun.Start(A.Activity("at", "Elsa.StartAt", ("dateTime", A.Literal("2027-03-01T09:00:00+01:00"))));

        run.Instance.Bookmarks.Single().DueAt.ShouldBe(new DateTimeOffset(2027, 3, 1, 8, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Cron_AfterTheTriggerFired_DoesNotWait()
    {
        var cron = A.Activity("cron", "Elsa.Cron", ("cronExpression", A.Literal("0 8 * * 1")));

        var run = TestRun.Start(A.Definition(A.Flowchart(["cron:Done>w"], cron, A.WriteLine("w", "'w'"))), trigger: "cron");

        run.Lines.ShouldBe(["w"]);
    }

    [Fact]
    public void Cron_ThatNeverComes_IsAnIncident()
    {
        var run = TestRun.Start(A.Activity("cron", "Elsa.Cron", ("cronExpression", A.Literal("0 8 30 2 *"))));

        run.Result.Incidents.ShouldHaveSingleItem().Message.ShouldContain("never comes");
    }

    private static JsonObject Delay(string length) => A.Activity("delay", "Elsa.Delay", ("timeSpan", A.Literal(length)));
}
