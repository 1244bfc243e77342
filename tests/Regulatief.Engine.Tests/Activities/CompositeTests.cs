using System.Text.Json.Nodes;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Activities;

public class CompositeTests
{
    [Theory]
    [InlineData(1, 3, 1, true, "1 2 3")]
    [InlineData(1, 3, 1, false, "1 2")]
    [InlineData(3, 1, -1, true, "3 2 1")]
    [InlineData(3, 1, -2, false, "3")]
    [InlineData(2, 1, 1, true, "")]
    public void For_CountsUpAndDown_WithOrWithoutItsEnd(int start, int end, int step, bool inclusive, string lines)
    {
        var run = TestRun.Start(A.Activity(
            "for",
            "Elsa.For",
            ("start", A.Literal(start)),
            ("end", A.Literal(end)),
            ("step", A.Literal(step)),
            ("outerBoundInclusive", A.Literal(inclusive)),
            ("body", A.WriteLine("w", "getCurrentValue()"))));

        string.Join(' ', run.Lines).ShouldBe(lines);
    }

    [Fact]
    public void ForEach_WaitingInItsBody_KeepsItsPlace()
    {
        var body = A.Sequence(A.Event("e"), A.WriteLine("w", "getCurrentIndex() + getCurrentValue()"));
        var run = TestRun.Start(A.Activity("each", "Elsa.ForEach", ("items", A.JavaScript("['a', 'b']")), ("body", body)));

        run.Resume("e");
        run.Resume("e");

        run.Lines.ShouldBe(["0a", "1b"]);
        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void ParallelForEach_OfAHundred_CompletesOnceAllHave()
    {
        var each = A.Activity("each", "Elsa.ParallelForEach", ("items", A.JavaScript("[...Array(100).keys()]")), ("body", A.Event("e")));
        var run = TestRun.Start(A.Sequence(each, A.WriteLine("w", "'all'")));

        for (var i = 0; i < 99; i++)
        {
            run.Resume("e");
        }

        run.Lines.ShouldBeEmpty();
        run.Resume("e");
        run.Lines.ShouldBe(["all"]);
    }

    [Fact]
    public void Break_InABranchOfALoop_EndsTheLoop()
    {
        var leave = A.Activity("if", "Elsa.If", ("condition", A.JavaScript("getCurrentValue() === 2")), ("then", A.Activity("b", "Elsa.Break")));
        var loop = A.Activity("for", "Elsa.For", ("end", A.Literal(5)), ("body", A.Sequence(A.WriteLine("w", "getCurrentValue()"), leave)));

        var run = TestRun.Start(loop);

        run.Lines.ShouldBe(["0", "1", "2"]);
        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Theory]
    [InlineData("MatchFirst", "b")]
    [InlineData("MatchAny", "b c")]
    [InlineData("None", "d")]
    public void Switch_OnItsCases_RunsWhatMatches(string mode, string lines)
    {
        var matches = mode != "None";
        var cases = new JsonArray(Case("a", "false"), Case("b", matches ? "true" : "false"), Case("c", matches ? "1 < 2" : "false"));
        var run = TestRun.Start(A.Activity(
            "switch", "Elsa.Switch", ("mode", A.Literal(matches ? mode : "MatchFirst")), ("cases", cases), ("default", A.WriteLine("d", "'d'"))));

        string.Join(' ', run.Lines).ShouldBe(lines);
    }

    [Fact]
    public void Fork_ThatWaitsForAny_CallsTheOtherBranchesOff()
    {
        var run = TestRun.Start(A.Activity("fork", "Elsa.Fork", ("joinMode", "WaitAny"), ("branches", new JsonArray(A.Event("a"), A.Event("b")))));

        run.Resume("b");

        run.Result.BookmarksCanceled.Select(b => b.ActivityId).ShouldBe(["a"]);
        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void Complete_DeepInTheWorkflow_EndsItWithItsOutcomes()
    {
        var complete = A.Activity("c", "Elsa.Complete", ("outcomes", A.Expression("Object", "[\"Closed\"]")));
        var loop = A.Activity("each", "Elsa.ForEach", ("items", A.JavaScript("[1, 2]")), ("body", complete));

        var run = TestRun.Start(A.Parallel(A.Event("e"), A.Sequence(loop, A.WriteLine("w", "'no'"))));

        run.Instance.Outcomes.ShouldBe(["Closed"]);
        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        run.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void Variable_OfAComposite_HidesTheWorkflowsAndEndsWithIt()
    {
        var inner = A.Sequence(A.Set("set", "inner", "'changed'"), A.WriteLine("in", "getName()"));
        inner["id"] = "innerSequence";
        inner["variables"] = new JsonArray(new JsonObject { ["id"] = "inner", ["name"] = "Name", ["typeName"] = "String", ["value"] = "inside" });

        var run = TestRun.Start(A.Sequence(inner, A.WriteLine("out", "getName()")), A.Variable("Name", "String", "outside"));

        run.Lines.ShouldBe(["changed", "outside"]);
    }

    [Fact]
    public void Variable_WithoutStorage_IsForgottenByAWait()
    {
        var root = A.Sequence(A.Set("set", "Kept", "1"), A.Set("set2", "Lost", "1"), A.Event("e"), A.WriteLine("w", "`${getKept()} ${getLost()}`"));
        var run = TestRun.Start(root, A.Variable("Kept", "Int32", 0), A.Variable("Lost", "Int32", 0, isStored: false));

        run.Resume("e");

        run.Lines.ShouldBe(["1 0"]);
    }

    private static JsonObject Case(string id, string condition) => new()
    {
        ["label"] = id,
        ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = condition },
        ["activity"] = A.WriteLine(id, $"'{id}'"),
    };
}
