using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;
using Regulatief.Engine.Soundness;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Soundness;

public class SoundnessTests
{
    [Fact]
    public void Check_LoopThatNothingLeaves_NeverEnds()
    {
        var problems = Check(A.Flowchart(["a:Done>b", "b:Done>a"], A.Event("a"), A.Event("b")));

        var problem = problems.Where(p => p.Code == "never-ends").ShouldHaveSingleItem();
        problem.Severity.ShouldBe(ProblemSeverity.Error);
        problem.Message.ShouldContain("It waits at");
    }

    [Fact]
    public void Check_JoinWhoseBranchAPersonMayEnd_IsAnErrorNamingAnswerJoinAndBranch()
    {
        var problems = Check(Tokens(
            ["f:A>ask", "f:B>b", "ask:Yes>j", "b:Done>j", "j:Done>w"],
            Fork("A", "B"), Asking("ask"), A.Event("b"), JoinOfAll("j"), A.WriteLine("w", "'w'")));

        var problem = problems.Where(p => p.Code == "join-cannot-end").ShouldHaveSingleItem();
        problem.Severity.ShouldBe(ProblemSeverity.Error);
        problem.Message.ShouldContain("After ask=No");
        problem.Message.ShouldContain("'j' lacks a path from 'ask'");
        problem.Arguments.OfType<NamedActivity>().ShouldBe([new NamedActivity("j", null, "j")]);
        problem.Arguments.OfType<NamedActivities>().First().Items.ShouldContain(new NamedActivity("ask", "No", "ask"));
    }

    [Fact]
    public void Check_JoinWhoseBranchAValueMayEnd_IsAWarning()
    {
        var problems = Check(Tokens(
            ["f:A>d", "f:B>b", "d:True>j", "b:Done>j"], Fork("A", "B"), A.Decision("d", "true"), A.Event("b"), JoinOfAll("j")));

        problems.Where(p => p.Code == "join-cannot-end").ShouldHaveSingleItem().Severity.ShouldBe(ProblemSeverity.Warning);
    }

    [Fact]
    public void Check_JoinThatIsLeftWaiting_WhileAnotherBranchCanEnd_IsAWarning()
    {
        var problems = Check(Tokens(
            ["f:A>ask", "f:B>b", "f:C>c", "ask:Yes>j", "b:Done>j", "c:Done>end"],
            Fork("A", "B", "C"), Asking("ask"), A.Event("b"), A.Event("c"), JoinOfAll("j"), A.Activity("end", "Elsa.End")));

        problems.ShouldNotContain(p => p.Code == "cannot-end" || p.Code == "join-cannot-end");
        problems.Where(p => p.Code == "waiting-join").ShouldHaveSingleItem().Message.ShouldContain("'j' waits for ever: no path comes from 'ask' any more");
    }

    [Fact]
    public void Check_WhatFollowsAJoinOfBothAnswers_NeverRuns()
    {
        var problems = Check(A.Definition(A.Flowchart(
            ["ask:Yes>j", "ask:No>j", "j:Done>w"], Asking("ask"), JoinOfAll("j"), A.WriteLine("w", "'w'"))));

        problems.Where(p => p.Code == "never-runs").Select(p => p.ActivityId).ShouldBe(["j", "w"]);
    }

    [Fact]
    public void Check_BodyOfALoopAndBranchesOfAnIf_AreGoneBothWays()
    {
        var problems = Check(A.Sequence(
            A.Activity("while", "Elsa.While", ("body", A.Activity("if", "Elsa.If", ("then", A.Event("e")), ("else", A.Activity("break", "Elsa.Break"))))),
            A.WriteLine("w", "'w'")));

        problems.ShouldNotContain(p => p.Code == "never-runs" || p.Code == "cannot-end" || p.Code == "join-cannot-end" || p.Code == "never-ends");
    }

    [Fact]
    public void Check_DecisionThatTurnsInACircle_IsFollowedAFewRounds()
    {
        var problems = Check(A.Flowchart(["a:Done>d", "d:True>a", "d:False>w"], A.WriteLine("a", "1"), A.Decision("d", "true"), A.WriteLine("w", "1")));

        problems.Select(p => p.Code).ShouldBe(["restless-loop", "dead-end"], ignoreOrder: true);
    }

    /// <summary>Rounds are counted in the state. How many there were must not make it another.</summary>
    [Fact]
    public void Check_LoopsBesideEachOther_AreDecided()
    {
        var problems = Check(A.Flowchart(
            ["f:A>a", "f:B>b", "f:C>c", "a:Yes>a", "b:Yes>b", "a:No>j", "b:No>j", "c:Done>j", "j:Done>w"],
            Fork("A", "B", "C"), Asking("a"), Asking("b"), A.Event("c"), JoinOfAll("j"), A.WriteLine("w", "'w'")));

        problems.ShouldNotContain(p => p.Code == "not-decided" || p.Severity == ProblemSeverity.Error);
    }

    [Fact]
    public void Check_MoreThanTheBound_SaysThatItDidNotDecideAndAccusesNobody()
    {
        var root = A.Flowchart(["a:Done>b", "b:Done>c", "c:Done>d"], A.Event("a"), A.Event("b"), A.Event("c"), A.Event("d"));

        var problems = DefinitionChecker.CheckSoundness(A.Definition(root), A.Catalog, maxRuns: 2);

        problems.ShouldContain(p => p.Code == "not-decided" && p.Severity == ProblemSeverity.Warning);
        problems.ShouldNotContain(p => p.Code == "never-ends" || p.Code == "cannot-end" || p.Code == "join-cannot-end" || p.Code == "never-runs");
    }

    [Fact]
    public void Check_StartByATrigger_IsGoneToo()
    {
        var trigger = A.Event("t");
        trigger["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        var root = A.Flowchart(["s:Done>w", "t:Done>a", "a:Done>b", "b:Done>a"], A.Activity("s", "Elsa.Start"), A.WriteLine("w", "1"), trigger, A.Event("a"), A.Event("b"));

        Check(root).ShouldContain(p => p.Code == "cannot-end" && p.Message.Contains("After 't'", StringComparison.Ordinal));
    }

    /// <summary>What real values made of a definition is among what any values may make of it.</summary>
    [Fact]
    public void Explore_RecordedRuns_AreAmongTheWaysFound()
    {
        foreach (var recording in File.ReadLines("Reference/runs.jsonl").Where((_, i) => i % 5 == 0).Select(l => JsonNode.Parse(l)!))
        {
            var definition = DefinitionReader.Read(recording["definition"]!.ToJsonString(), A.Catalog).Definition!;
            var space = StateSpace.Explore(definition, A.Catalog, maxRuns: 1_000);

            var found = space.States.Select(s => Rest(s.Instance.SubStatus.ToString(), s.Instance.Bookmarks.Select(b => b.ActivityId))).ToHashSet();
            // Of a parallel loop two items are followed; some of these have more.
            var recorded = recording["steps"]!.AsArray().Select(s => Rest((string)s!["subStatus"]!, s["waiting"]!.AsArray().Select(w => (string)w!)));
            if (!space.IsPartial && !recording.ToJsonString().Contains("ParallelForEach", StringComparison.Ordinal))
            {
                recorded.Where(r => !found.Contains(r)).ShouldBeEmpty((string)recording["id"]!);
            }
        }
    }

    private static string Rest(string subStatus, IEnumerable<string> waiting) => $"{subStatus} {string.Join(' ', waiting.Order(StringComparer.Ordinal))}";

    private static JsonObject Asking(string id) => A.Activity(id, "Test.Asking", ("role", A.Literal("coordinator")));

    private static JsonObject Fork(params string[] branches) =>
        A.Activity("f", "Elsa.FlowFork", ("branches", A.Literal(new JsonArray([.. branches.Select(b => JsonValue.Create(b))]))));

    private static JsonObject JoinOfAll(string id) => A.Activity(id, "Elsa.FlowJoin", ("mode", A.Literal("WaitAll")));

    private static WorkflowDefinition Tokens(string[] connections, params JsonObject[] activities)
    {
        var document = A.Document(A.Flowchart(connections, activities));
        document["customProperties"] = new JsonObject { ["Flowchart:ExecutionMode"] = "TokenBased" };
        return DefinitionReader.Read(document.ToJsonString(), A.Catalog).Definition!;
    }

    private static IReadOnlyList<DefinitionProblem> Check(JsonObject root) => Check(A.Definition(root));

    private static IReadOnlyList<DefinitionProblem> Check(WorkflowDefinition definition) => DefinitionChecker.CheckSoundness(definition, A.Catalog);
}
