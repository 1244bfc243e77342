using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Activities;

public class FlowchartTests
{
    [Fact]
    public void Start_NoStartNamed_PrefersAStartActivity()
    {
        var run = TestRun.Start(A.Flowchart(["s:Done>w"], A.WriteLine("a", "'a'"), A.WriteLine("w", "'w'"), A.Activity("s", "Elsa.Start")));

        run.Lines.ShouldBe(["w"]);
    }

    [Fact]
    public void Start_NothingSaysWhere_IsTheFirstWithoutInbound()
    {
        var run = TestRun.Start(A.Flowchart(["b:Done>a"], A.WriteLine("a", "'a'"), A.WriteLine("b", "'b'")));

        run.Lines.ShouldBe(["b", "a"]);
    }

    [Theory]
    [InlineData("WaitAll", false)]
    [InlineData("WaitAllActive", true)]
    public void Join_OfAPathNotTaken_RunsOnlyIfOneTakenIsEnough(string mode, bool runs)
    {
        var run = TestRun.Start(A.Flowchart(
            ["d:True>a", "d:False>b", "a:Done>j", "b:Done>j", "j:Done>w"],
            A.Decision("d", "true"), A.WriteLine("a", "'a'"), A.WriteLine("b", "'b'"), Join(mode), A.WriteLine("w", "'w'")));

        run.Lines.ShouldBe(runs ? ["a", "w"] : ["a"]);
        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void Join_OfBothBranches_FiresOnce()
    {
        var run = TestRun.Start(Forked("WaitAllActive"));

        run.Resume("a");
        run.Lines.ShouldBeEmpty();
        run.Resume("b");

        run.Lines.ShouldBe(["w"]);
    }

    [Fact]
    public void Join_OfTheFirstBranch_CallsTheOtherOff()
    {
        var run = TestRun.Start(Forked("WaitAny"));

        run.Resume("b");

        run.Lines.ShouldBe(["w"]);
        run.Result.BookmarksCanceled.Select(b => b.ActivityId).ShouldBe(["a"]);
        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void Loop_BackToAWait_GoesRoundAsOftenAsItIsTaken()
    {
        var run = TestRun.Start(
            A.Flowchart(
                ["e:Done>n", "n:Done>d", "d:True>e", "d:False>w"],
                A.Event("e"), A.Set("n", "N", "getN() + 1"), A.Decision("d", "getN() < 3"), A.WriteLine("w", "getN()")),
            A.Variable("N", "Int32", 0));

        run.Resume("e");
        run.Resume("e");
        run.Resume("e");

        run.Lines.ShouldBe(["3"]);
        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void Loop_IntoTheMiddleThatWasNotChecked_IsAnIncidentNamingBothEnds()
    {
        var run = TestRun.Start(A.Flowchart(
            ["s:True>a", "s:False>b", "a:Done>b", "b:Done>c", "c:True>a"],
            A.Decision("s", "false"), A.WriteLine("a", "'a'"), A.WriteLine("b", "'b'"), A.Decision("c", "true")));

        var incident = run.Result.Incidents.ShouldHaveSingleItem();
        incident.Kind.ShouldBe("bad-loop");
        incident.Message.ShouldContain("'c' back to 'a'");
    }

    [Fact]
    public void End_InOneBranch_CompletesTheFlowchart()
    {
        var inner = A.Flowchart(["f:A>e", "f:B>end"], Fork(), A.Event("e"), A.Activity("end", "Elsa.End"));
        var outer = A.Sequence(inner, A.WriteLine("w", "'on'"));

        var run = TestRun.Start(outer);

        run.Lines.ShouldBe(["on"]);
        run.Instance.Bookmarks.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Stream", "")]
    [InlineData("Race", "w")]
    [InlineData("Cascade", "w")]
    [InlineData("Merge", "")]
    [InlineData("Converge", "")]
    public void TokenFlow_MergeMode_DecidesOnTheFirstOfTwoTokens(string mode, string lines)
    {
        var run = TestRun.Start(A.TokenDefinition(Merging(mode, loop: false)));

        run.Resume("a");

        run.Lines.ShouldBe(lines.Length == 0 ? [] : [lines]);
    }

    [Theory]
    [InlineData("Merge", "w")]
    [InlineData("Converge", "")]
    public void TokenFlow_LoopBackToAMerge_CountsOnlyForConverge(string mode, string lines)
    {
        var run = TestRun.Start(A.TokenDefinition(Merging(mode, loop: true)));

        run.Resume("a");
        run.Resume("b");

        run.Lines.ShouldBe(lines.Length == 0 ? [] : [lines]);
    }

    [Fact]
    public void TokenFlow_RaceWon_CallsOffTheOtherBranchAndRunsOnce()
    {
        var run = TestRun.Start(DefinitionBeside());

        run.Resume("quick");

        run.Lines.ShouldBe(["first one in"]);
        run.Result.BookmarksCanceled.Select(b => b.ActivityId).ShouldBe(["slow"]);
        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    private static JsonObject Join(string mode) => A.Activity("j", "Elsa.FlowJoin", ("mode", A.Literal(mode)));

    private static JsonObject Fork() => A.Activity("f", "Elsa.FlowFork", ("branches", A.Literal(new JsonArray("A", "B"))));

    private static JsonObject Forked(string mode) =>
        A.Flowchart(["f:A>a", "f:B>b", "a:Done>j", "b:Done>j", "j:Done>w"], Fork(), A.Event("a"), A.Event("b"), Join(mode), A.WriteLine("w", "'w'"));

    private static JsonObject Merging(string mode, bool loop)
    {
        var target = A.WriteLine("w", "'w'");
        target["customProperties"] = new JsonObject { ["mergeMode"] = mode };
        string[] connections = ["f:A>a", "f:B>b", "a:Done>w", "b:Done>w", "w:Done>c", .. loop ? ["c:Done>w"] : Array.Empty<string>()];
        return A.Flowchart(connections, Fork(), A.Event("a"), A.Event("b"), target, A.Event("c"));
    }

    private static WorkflowDefinition DefinitionBeside([CallerMemberName] string test = "") =>
        DefinitionReader.Read(File.ReadAllText($"Activities/{nameof(FlowchartTests)}.{test}.json"), A.Catalog).Definition!;
}
