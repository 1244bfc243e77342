using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Tests.Testing;
using static Regulatief.Engine.Tests.Execution.FailedStep;

namespace Regulatief.Engine.Tests.Execution;

/// <summary>Moving a failed step where tokens move: <see cref="MoveActivityTests"/> is about counters.</summary>
public class MoveTokenTests
{
    private static readonly string[] Joined = ["s:A>f", "s:B>e", "f:Done>b", "b:Done>j", "e:Done>j", "j:Done>w"];
    private static readonly string[] Forked = ["f:Done>s", "s:A>b", "s:B>c", "b:Done>j", "c:Done>j", "j:Done>w"];

    [Fact]
    public void Move_PastAJoinThatAnotherPathStillHasToReach_IsNotOffered()
    {
        var (run, definition) = Started(Joined, Fork("s"), Failing("f"), A.Event("e"), Write("b"), Join("j"), Write("w"));

        Targets(run, definition).ShouldBe(["b"]);
        Move(run, "b");
        run.Lines.ShouldBe(["b"]);

        run.Resume("e");
        run.Lines.ShouldBe(["b", "w"]);
        run.Instance.Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Theory]
    [InlineData("Stream")]
    [InlineData("Merge")]
    public void Move_PastWhatAnotherPathStillHasToReach_IsNotOffered(string mode)
    {
        var (run, definition) = Started(Joined, Fork("s"), Failing("f"), A.Event("e"), Write("b"), Merging("j", mode), Write("w"));

        Targets(run, definition).ShouldBe(["b"]);
    }

    [Fact]
    public void Move_PastAJoinThatHoldsATokenAlready_IsNotOffered()
    {
        var (run, definition) = Started(Joined, Fork("s"), Failing("f"), A.Event("e"), Write("b"), Join("j"), Write("w"));
        run.Resume("e");

        Targets(run, definition).ShouldBe(["b", "j"], ignoreOrder: true);
        Move(run, "j");

        run.Lines.ShouldBe(["w"]);
        run.Instance.Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Fact]
    public void Move_IntoOneOfTwoPathsThatAJoinWaitsFor_IsNotOffered()
    {
        var (run, definition) = Started(Forked, Failing("f"), Fork("s"), Write("b"), Write("c"), Join("j"), Write("w"));

        Targets(run, definition).ShouldBe(["s", "j", "w"]);
        Move(run, "s");

        run.Lines.ShouldBe(["b", "c", "w"]);
        run.Instance.Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Fact]
    public void Move_IntoOneOfTwoPathsThatNothingWaitsFor_RunsThatOne()
    {
        var (run, definition) = Started(Forked, Failing("f"), Fork("s"), Write("b"), Write("c"), Merging("j", "Stream"), Write("w"));

        Targets(run, definition).ShouldContain("b");
        Move(run, "b");

        run.Lines.ShouldBe(["b", "j", "w"]);
        run.Instance.Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Fact]
    public void Move_ToWhereAnotherPathCameFirst_IsNotOffered()
    {
        var (run, definition) = Started(Joined, Fork("s"), Failing("f"), A.Event("e"), Write("b"), Merging("j", "Cascade"), A.Event("w"));
        run.Resume("e");

        Targets(run, definition).ShouldBe(["b"]);
        Move(run, "b");

        run.Lines.ShouldBe(["j", "b"]);
        run.Instance.Bookmarks.ShouldHaveSingleItem().ActivityId.ShouldBe("w");
    }

    [Fact]
    public void Move_FromWhereAStepBesideWaitsForWhatIsGivenUp_IsNotOffered()
    {
        var (run, definition) = Started(
            ["s:A>f", "s:B>j", "f:Done>j", "f:Done>w"], Fork("s"), Failing("f"), Merging("j", "Stream"), Write("w"));

        Targets(run, definition).ShouldBe(["j"]);
        Move(run, "j");

        run.Lines.ShouldBe(["j"]);
        run.Instance.Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Fact]
    public void Move_Ahead_TakesTheTokensOfTheFailedOneAndLaysOneForTheNext()
    {
        var (run, definition) = Started(["a:Done>f", "f:Done>b", "b:Done>c", "c:Done>d"], Write("a"), Failing("f"), Write("b"), A.Event("c"), Write("d"));
        var incident = run.Instance.Incidents.Single();

        Targets(run, definition).ShouldBe(["a", "b", "c", "d"]);
        var result = Move(run, "c");

        result.IncidentsResolved.ShouldBe([incident.Id]);
        run.Journal.Last(j => j.ActivityId == "f").Event.ShouldBe(JournalEvent.Canceled);
        run.Instance.Executions.SelectMany(e => e.Tokens).ShouldBe([new FlowToken("b", "Done", "c")]);

        run.Resume("c");
        run.Lines.ShouldBe(["a", "d"]);
        run.Instance.Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Fact]
    public void Move_Back_RunsTheWayAgainAndItsJoinsAnew()
    {
        var (run, definition) = Started(
            ["a:Done>s", "s:A>b", "s:B>c", "b:Done>j", "c:Done>j", "j:Done>f", "f:Done>d"],
            Write("a"), Fork("s"), Write("b"), Write("c"), Join("j"), Failing("f"), Write("d"));

        Targets(run, definition).ShouldBe(["a", "s", "j", "d"]);
        run.Facts = new FailingFacts(IsMended: true);
        Move(run, "a");

        run.Lines.ShouldBe(["a", "b", "c", "a", "b", "c", "d"]);
        run.Instance.Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Fact]
    public void Move_BackBeforeARace_RunsTheRaceAnew()
    {
        var (run, definition) = Started(
            ["s:A>b", "s:B>c", "b:Done>j", "c:Done>j", "j:Done>f", "f:Done>d"], Fork("s"), A.Event("b"), A.Event("c"), Merging("j", "Race"), Failing("f"), Write("d"));
        run.Resume("b");

        Targets(run, definition).ShouldContain("s");
        run.Facts = new FailingFacts(IsMended: true);
        Move(run, "s");
        run.Resume("c");

        run.Lines.ShouldBe(["j", "j", "d"]);
        run.Instance.Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Fact]
    public void Move_BackAndFailedAgain_CanBeMovedAgain()
    {
        var (run, definition) = Started(["a:Done>f", "f:Done>d"], Write("a"), Failing("f"), Write("d"));
        Move(run, "a");

        Targets(run, definition).ShouldBe(["a", "d"]);
        Move(run, "d");

        run.Lines.ShouldBe(["a", "a", "d"]);
        run.Instance.Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Fact]
    public void Move_InALoop_GoesRoundAsBefore()
    {
        var (run, definition) = Started(
            ["a:Done>q", "q:No>a", "q:Yes>f", "f:Done>r", "r:No>a", "r:Yes>d"], Write("a"), Ask("q"), Failing("f"), Ask("r"), Write("d"));
        run.Resume("q", Answer("No"));
        run.Resume("q", Answer("Yes"));

        Targets(run, definition).ShouldBe(["a", "q", "r", "d"]);
        Move(run, "r");
        run.Resume("r", Answer("No"));
        run.Facts = new FailingFacts(IsMended: true);
        run.Resume("q", Answer("Yes"));
        run.Resume("r", Answer("Yes"));

        run.Lines.ShouldBe(["a", "a", "a", "d"]);
        run.Instance.Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Fact]
    public void Move_BackOverWhatStillRunsBesideIt_IsNotOffered()
    {
        var (run, definition) = Started(["a:Done>s", "s:A>f", "s:B>e", "f:Done>d"], Write("a"), Fork("s"), Failing("f"), A.Event("e"), Write("d"));

        Targets(run, definition).ShouldBe(["d"]);
    }

    [Fact]
    public void Move_WithAWaitBeside_LeavesTheWaitOpen()
    {
        var (run, _) = Started(["s:A>f", "s:B>e", "f:Done>d"], Fork("s"), Failing("f"), A.Event("e"), Write("d"));

        Move(run, "d");

        run.Instance.Bookmarks.ShouldHaveSingleItem().ActivityId.ShouldBe("e");
        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Suspended);
    }

    private static (TestRun Run, WorkflowDefinition Definition) Started(string[] connections, params JsonObject[] activities)
    {
        var definition = A.TokenDefinition(A.Flowchart(connections, activities));
        return (TestRun.Start(definition, isReloaded: true), definition);
    }

    private static JsonObject Ask(string id) => A.Activity(id, "Test.Asking", ("role", A.Literal("anyone")));

    private static JsonObject Answer(string outcome) => new() { ["outcome"] = outcome };

    private static JsonObject Merging(string id, string mode)
    {
        var target = Write(id);
        target["customProperties"] = new JsonObject { ["mergeMode"] = mode };
        return target;
    }
}
