using System.Text.Json.Nodes;
using Regulatief.Engine.Ports;
using Regulatief.Engine.Stimuli;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Activities;

public class MessageTests
{
    [Fact]
    public void PublishEvent_WithAPayload_AsksTheHostToPublish()
    {
        var publish = A.Activity("p", "Elsa.PublishEvent", ("eventName", A.Literal("signal-shared")), ("payload", A.JavaScript("({ id: 7 })")));

        var run = TestRun.Start(publish);

        var effect = run.Result.Effects.ShouldHaveSingleItem().ShouldBeOfType<PublishEventEffect>();
        (effect.EventName, effect.CorrelationId, effect.IsLocal).ShouldBe(("signal-shared", null, false));
        effect.Payload!.ToJsonString().ShouldBe("""{"id":7}""");
    }

    [Fact]
    public void RunTask_ReportedComplete_GivesItsResult()
    {
        var task = A.Activity("t", "Elsa.RunTask", ("taskName", A.Literal("send-letter")));
        var run = TestRun.Start(A.Sequence(task, A.WriteLine("w", "getLastResult().sent")));
        var asked = run.Result.Effects.ShouldHaveSingleItem().ShouldBeOfType<RunTaskEffect>();

        run.Apply(new Stimulus.Resume(asked.BookmarkId, new JsonObject { ["result"] = new JsonObject { ["sent"] = true } }));

        run.Lines.ShouldBe(["true"]);
    }

    [Theory]
    [InlineData("Elsa.DispatchWorkflow", true)]
    [InlineData("Elsa.ExecuteWorkflow", false)]
    public void StartWorkflow_WaitingOrNot_TellsTheHostWhomToAnswer(string type, bool waits)
    {
        var start = A.Activity(
            "s",
            type,
            ("workflowDefinitionId", A.Literal("signal")),
            ("input", A.JavaScript("({ signalId: 3 })")),
            ("waitForCompletion", A.Literal(waits)));

        var run = TestRun.Start(start);

        var effect = run.Result.Effects.ShouldHaveSingleItem().ShouldBeOfType<StartWorkflowEffect>();
        effect.Input!.ToJsonString().ShouldBe("""{"signalId":3}""");
        effect.ReplyTo.ShouldBe(waits ? run.Instance.Bookmarks.Single().Id : null);
    }
}
