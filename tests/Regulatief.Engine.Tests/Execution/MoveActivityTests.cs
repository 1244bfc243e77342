using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Stimuli;
using Regulatief.Engine.Tests.Testing;
using static Regulatief.Engine.Tests.Execution.FailedStep;

namespace Regulatief.Engine.Tests.Execution;

public class MoveActivityTests
{
    [Fact]
    public void Move_SettledIncident_MatchesNothing()
    {
        var run = Started(["f:Done>w"], Failing("f"), Write("w"));
        var incident = run.Run.Instance.Incidents.Single();
        run.Run.Apply(new Stimulus.Skip(incident.Id, []));

        run.Run.Apply(new Stimulus.Move(incident.Id, "w")).Matched.ShouldBeFalse();
    }

    [Fact]
    public void Move_ActivityOfAnotherFlowchart_MatchesNothingAndChangesNothing()
    {
        var inner = A.Flowchart([], A.Event("inside"));
        inner["id"] = "inner";
        var (run, _) = Started(["f:Done>inner"], Failing("f"), inner);
        var before = InstanceSerializer.Write(run.Instance);

        Move(run, "inside").Matched.ShouldBeFalse();

        InstanceSerializer.Write(run.Instance).ShouldBe(before);
    }

    [Fact]
    public void Move_InASequence_IsNotOffered()
    {
        var definition = A.Definition(A.Sequence(Failing("f"), Write("w")));
        var run = TestRun.Start(definition);

        Targets(run, definition).ShouldBeEmpty();
    }

    [Fact]
    public void Move_Ahead_SkipsWhatLiesBetweenAndGoesOn()
    {
        var (run, definition) = Started(["f:Done>b", "b:Done>c", "c:Done>d"], Failing("f"), Write("b"), Write("c"), Write("d"));
        var incident = run.Instance.Incidents.Single();

        Targets(run, definition).ShouldBe(["b", "c", "d"]);
        var result = Move(run, "c");

        run.Lines.ShouldBe(["c", "d"]);
        result.IncidentsResolved.ShouldBe([incident.Id]);
        run.Journal.Last(j => j.ActivityId == "f").Event.ShouldBe(JournalEvent.Canceled);
        run.Instance.Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Fact]
    public void Move_PastAJoinThatAnotherPathStillHasToReach_IsNotOffered()
    {
        var (run, definition) = Started(
            ["s:A>f", "s:B>e", "f:Done>b", "b:Done>j", "e:Done>j", "j:Done>w"],
            Fork("s"), Failing("f"), A.Event("e"), Write("b"), Join("j"), Write("w"));

        Targets(run, definition).ShouldBe(["b"]);
        Move(run, "b");
        run.Lines.ShouldBe(["b"]);

        run.Resume("e");
        run.Lines.ShouldBe(["b", "w"]);
    }

    [Fact]
    public void Move_ToAJoinThatTheOtherPathReached_RunsItOnce()
    {
        var (run, definition) = Started(
            ["s:A>f", "s:B>e", "f:Done>b", "b:Done>j", "e:Done>j", "j:Done>w"],
            Fork("s"), Failing("f"), A.Event("e"), Write("b"), Join("j"), Write("w"));
        run.Resume("e");

        Targets(run, definition).ShouldBe(["b", "j"], ignoreOrder: true);
        Move(run, "j");

        run.Lines.ShouldBe(["w"]);
        run.Instance.Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Fact]
    public void Move_Back_RunsTheWayAgain()
    {
        var (run, definition) = Started(["a:Done>b", "b:Done>f", "f:Done>d"], Write("a"), Write("b"), Failing("f"), Write("d"));

        Targets(run, definition).ShouldBe(["a", "b", "d"]);
        run.Facts = new FailingFacts(IsMended: true);
        Move(run, "a");

        run.Lines.ShouldBe(["a", "b", "a", "b", "d"]);
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
        var definition = A.Definition(A.Flowchart(connections, activities));
        return (TestRun.Start(definition, isReloaded: true), definition);
    }
}
