using System.Text.Json.Nodes;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Activities;

public class TimerTests
{
    [Theory]
    [InlineData("00:05:00", "2026-11-23T10:05:00Z")]
    [InlineData("25.00:00:00", "2026-12-18T10:00:00Z")]
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
    [InlineData("10675199.02:48:05")]
    [InlineData("soon")]
    public void Delay_OfNoLength_IsAnIncident(string length)
    {
        var run = TestRun.Start(Delay(length));

        run.Result.Incidents.ShouldHaveSingleItem().Kind.ShouldBe("wrong-input");
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
