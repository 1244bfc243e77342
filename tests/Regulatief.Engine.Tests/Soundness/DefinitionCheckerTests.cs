using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Soundness;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Soundness;

public class DefinitionCheckerTests
{
    [Fact]
    public void Check_HumanTaskWithoutRole_IsAnErrorAtItsPath()
    {
        var problems = Check(A.Sequence(A.Activity("ask", "Test.Asking", ("role", A.Literal(" ")))));

        problems.ShouldContain(p => p.Code == "missing-input" && p.Path == "$.root.activities[0].role" && p.Severity == ProblemSeverity.Error);
    }

    [Fact]
    public void Check_LoopIntoTheMiddle_IsAnErrorNamingBothEnds()
    {
        var problems = Check(A.Flowchart(
            ["start:True>a", "start:False>b", "a:Done>b", "b:Done>c", "c:True>a"],
            A.Activity("start", "Elsa.FlowDecision"), A.WriteLine("a", "1"), A.Event("b"), A.Activity("c", "Elsa.FlowDecision")));

        var problem = problems.Where(p => p.Code == "bad-loop").ShouldHaveSingleItem();
        problem.Path.ShouldBe("$.root.connections[4]");
        problem.Message.ShouldContain("'c' goes back to 'a'");
    }

    [Fact]
    public void Check_LoopWithoutAWait_IsAWarning()
    {
        var problems = Check(A.Flowchart(["a:Done>b", "b:True>a"], A.WriteLine("a", "1"), A.Activity("b", "Elsa.FlowDecision")));

        problems.ShouldContain(p => p.Code == "restless-loop" && p.Severity == ProblemSeverity.Warning);
    }

    [Fact]
    public void Check_LoopWithAWait_IsNoProblem()
    {
        var problems = Check(A.Flowchart(["a:Yes>b", "b:True>a"], Asking("a"), A.Activity("b", "Elsa.FlowDecision")));

        problems.ShouldNotContain(p => p.Code == "restless-loop" || p.Code == "bad-loop");
    }

    [Fact]
    public void Check_ActivityThatNothingLeadsTo_IsAWarning()
    {
        var root = A.Flowchart([], A.WriteLine("a", "1"), A.WriteLine("b", "1"));
        root["start"] = "a";

        Check(root).ShouldContain(p => p.Code == "unreachable" && p.ActivityId == "b");
    }

    [Fact]
    public void Check_AnswerThatLeadsNowhereWhileAnotherLeadsOn_IsAnErrorNamingIt()
    {
        var problems = Check(A.Flowchart(["a:Yes>end"], Asking("a"), A.Activity("end", "Elsa.End")));

        var problem = problems.Where(p => p.Code == "dead-end").ShouldHaveSingleItem();
        problem.Severity.ShouldBe(ProblemSeverity.Error);
        problem.Message.ShouldContain("'No'");
    }

    [Theory]
    [InlineData("s:A>a", "s:B>e")]
    [InlineData("s:A>a", "s:A>e")]
    public void Check_AnswerThatLeadsNowhereBesideAnotherPath_IsAWarning(params string[] paths)
    {
        var fork = A.Activity("s", "Elsa.FlowFork", ("branches", A.Literal(new JsonArray("A", "B"))));

        var problems = Check(A.Flowchart([.. paths, "a:Yes>w"], fork, Asking("a"), A.Event("e"), A.WriteLine("w", "1")));

        problems.Where(p => p.Code == "dead-end" && p.ActivityId == "a").ShouldHaveSingleItem().Severity.ShouldBe(ProblemSeverity.Warning);
    }

    [Theory]
    [InlineData("Test.Asking")]
    [InlineData("Elsa.FlowDecision")]
    public void Check_LastStepOrDecisionThatLeadsNowhere_IsAWarning(string type)
    {
        string[] connections = type == "Test.Asking" ? [] : ["a:True>w"];

        var problems = Check(A.Flowchart(connections, A.Activity("a", type, ("role", A.Literal("anyone")), ("condition", A.JavaScript("true"))), A.WriteLine("w", "1")));

        problems.Where(p => p.Code == "dead-end" && p.ActivityId == "a").ShouldNotBeEmpty();
        problems.Where(p => p.Code == "dead-end").ShouldAllBe(p => p.Severity == ProblemSeverity.Warning);
    }

    [Fact]
    public void Check_InputThatTheActivityCannotRead_IsAnError()
    {
        var problem = Check(A.Activity("a", "Test.Asking", ("role", A.Literal("?")))).Where(p => p.Code == "unreadable-input").ShouldHaveSingleItem();

        (problem.Severity, problem.Path).ShouldBe((ProblemSeverity.Error, "$.root.role"));
        Check(Asking("a")).ShouldNotContain(p => p.Code == "unreadable-input");
    }

    [Fact]
    public void Check_ActivityWithATitle_TellsItBesideItsId()
    {
        var asking = Asking("ask");
        asking["metadata"] = new JsonObject { ["displayText"] = "Vraag het" };

        var problem = Check(A.Flowchart(["ask:Yes>yes"], asking, A.WriteLine("yes", "1"))).Where(p => p.Code == "dead-end").First();

        (problem.ActivityId, problem.ActivityTitle).ShouldBe(("ask", "Vraag het"));
        problem.Arguments.ShouldBe([new OutcomeName("No"), new NamedActivity("ask", null, "Vraag het")]);
    }

    [Theory]
    [InlineData("WaitAll", true)]
    [InlineData("WaitAllActive", false)]
    [InlineData("WaitAny", false)]
    public void Check_JoinOfBothAnswers_CanNeverFireIfItWaitsForAll(string mode, bool isDead)
    {
        var problems = Check(A.Flowchart(
            ["ask:Yes>yes", "ask:No>join", "yes:Done>join"],
            Asking("ask"), A.WriteLine("yes", "1"), A.Activity("join", "Elsa.FlowJoin", ("mode", A.Literal(mode)))));

        problems.Any(p => p.Code == "dead-join" && p.Message.Contains("'ask'")).ShouldBe(isDead);
    }

    [Fact]
    public void Check_JoinOfBothBranchesOfAFork_IsNoProblem()
    {
        var problems = Check(A.Flowchart(
            ["fork:A>join", "fork:B>join"],
            A.Activity("fork", "Elsa.FlowFork", ("branches", A.Literal(new JsonArray("A", "B")))),
            A.Activity("join", "Elsa.FlowJoin", ("mode", A.Literal("WaitAll")))));

        problems.ShouldNotContain(p => p.Code == "dead-join");
    }

    [Fact]
    public void Check_EventThatMayNeverCome_IsAWarningUnlessARaceIsOn()
    {
        var alone = Check(A.Event("e"));
        var branches = new JsonArray(A.Event("e"), A.Activity("d", "Elsa.Delay"));
        var raced = Check(A.Activity("fork", "Elsa.Fork", ("joinMode", "WaitAny"), ("branches", branches)));

        alone.ShouldContain(p => p.Code == "no-escape");
        raced.ShouldNotContain(p => p.Code == "no-escape");
    }

    [Fact]
    public void Check_VariableSetOverAWaitWithoutStorage_IsAWarning()
    {
        var root = A.Sequence(A.Set("set", "N", "1"), Asking("ask"));

        Check(root, A.Variable("N", isStored: false)).ShouldContain(p => p.Code == "forgotten-variable" && p.Path == "$.variables[0]");
        Check(root.DeepClone().AsObject(), A.Variable("N")).ShouldNotContain(p => p.Code == "forgotten-variable");
    }

    private static JsonObject Asking(string id) => A.Activity(id, "Test.Asking", ("role", A.Literal("coordinator")));

    private static IReadOnlyList<DefinitionProblem> Check(JsonObject root, params JsonObject[] variables) =>
        DefinitionChecker.Check(A.Definition(root, variables), A.Catalog);
}
