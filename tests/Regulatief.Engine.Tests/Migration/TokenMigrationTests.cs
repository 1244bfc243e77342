using System.Text.Json.Nodes;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Migration;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Migration;

/// <summary>Moving to another version where tokens move: <see cref="InstanceMigrationTests"/> is about counters and all the rest.</summary>
public class TokenMigrationTests
{
    [Fact]
    public void Migrate_CurrentActivityThatNothingLeadsToAnyMore_IsRefused()
    {
        var run = Started(["w:Done>e"], A.WriteLine("w", "'w'"), A.Event("e"));

        Refused(run, [], A.WriteLine("w", "'w'"), A.Event("e")).ShouldContain(new MigrationRefusal(MigrationObstacle.Unreachable, "e"));
    }

    [Fact]
    public void Migrate_JoinThatHoldsATokenAndJoinsOtherwise_IsRefused()
    {
        var run = Joined("Merge");
        run.Resume("a");

        Refused(run, Lines, Steps("Race")).ShouldBe([new(MigrationObstacle.JoinChanged, "j")]);
    }

    [Fact]
    public void Migrate_JoinThatHoldsATokenAndIsGone_IsRefused()
    {
        var run = Joined("Merge");
        run.Resume("a");

        Refused(run, ["s:A>a", "s:B>b"], Fork(), A.Event("a"), A.Event("b")).ShouldContain(new MigrationRefusal(MigrationObstacle.JoinChanged, "j"));
    }

    [Fact]
    public void Migrate_RaceThatWasWon_CannotBecomeAnotherJoin()
    {
        var run = Joined("Cascade");
        run.Resume("a");

        Refused(run, Lines, Steps("Merge")).ShouldBe([new(MigrationObstacle.JoinChanged, "j")]);
    }

    [Fact]
    public void Migrate_NewPathFromWhatWasPassedToAJoinAhead_IsRefused()
    {
        var run = Started(["w:Done>e", "e:Done>j"], A.WriteLine("w", "'w'"), A.Event("e"), Merging("j", "Merge"));

        Refused(run, ["w:Done>e", "e:Done>j", "w:Done>j"], A.WriteLine("w", "'w'"), A.Event("e"), Merging("j", "Merge")).ShouldBe([new(MigrationObstacle.PathPassed, "j", "w")]);
    }

    [Fact]
    public void Migrate_NewPathFromWhatIsToComeToWhatHasBegun_IsRefused()
    {
        var run = Started(["s:A>a", "s:B>b"], Fork(), A.Event("a"), A.Event("b"));

        Refused(run, ["s:A>a", "s:B>b", "b:Done>a"], Fork(), A.Event("a"), A.Event("b")).ShouldBe([new(MigrationObstacle.AlreadyPassed, "a", "b")]);
    }

    [Fact]
    public void Migrate_FromCountersToTokens_IsRefused()
    {
        var run = TestRun.Start(A.Flowchart([], A.Event("e")));

        run.MoveTo(A.TokenDefinition(A.Flowchart([], A.Event("e")), version: 2)).Refusals.ShouldBe([new(MigrationObstacle.LinesChanged, "flowchart")]);
    }

    [Fact]
    public void Migrate_RenamedActivities_TakeTheirTokensAlong()
    {
        var run = Joined("Merge");
        run.Resume("a");
        var plan = new MigrationPlan(new Dictionary<string, string> { ["a"] = "first", ["j"] = "joined" });

        run.MoveTo(
            A.TokenDefinition(
                A.Flowchart(["s:A>first", "s:B>b", "first:Done>joined", "b:Done>joined"], Fork(), A.Event("first"), A.Event("b"), Merging("joined", "Merge")), version: 2),
            plan).Refusals.ShouldBeEmpty();

        run.Instance.Executions.SelectMany(e => e.Tokens).ShouldBe([new FlowToken("s", "B", "b"), new FlowToken("first", "Done", "joined")]);
        run.Resume("b");
        run.Lines.ShouldBe(["joined"]);
        run.Instance.Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Fact]
    public void Migrate_StepAddedBeforeAJoinThatIsAhead_IsRunAndTheJoinWaitsForIt()
    {
        var run = Joined("Merge");

        run.MoveTo(A.TokenDefinition(
            A.Flowchart(["s:A>a", "s:B>b", "a:Done>j", "b:Done>c", "c:Done>j"], [.. Steps("Merge"), A.Event("c")]), version: 2)).Refusals.ShouldBeEmpty();
        run.Resume("a");
        run.Resume("b");
        run.Lines.ShouldBeEmpty();
        run.Resume("c");

        run.Lines.ShouldBe(["j"]);
        run.Instance.Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Fact]
    public void Migrate_RaceThatWasWon_StillSwallowsWhatComesLate()
    {
        var run = Joined("Cascade");
        run.Resume("a");

        run.MoveTo(A.TokenDefinition(A.Flowchart(Lines, Steps("Cascade")), version: 2)).Refusals.ShouldBeEmpty();
        run.Resume("b");

        run.Lines.ShouldBe(["j"]);
    }

    private static string[] Lines => ["s:A>a", "s:B>b", "a:Done>j", "b:Done>j"];

    private static JsonObject[] Steps(string mode) => [Fork(), A.Event("a"), A.Event("b"), Merging("j", mode)];

    private static TestRun Joined(string mode) => Started(Lines, Steps(mode));

    private static TestRun Started(string[] connections, params JsonObject[] activities) =>
        TestRun.Start(A.TokenDefinition(A.Flowchart(connections, activities)), isReloaded: true);

    private static IReadOnlyList<MigrationRefusal> Refused(TestRun run, string[] connections, params JsonObject[] activities) =>
        run.MoveTo(A.TokenDefinition(A.Flowchart(connections, activities), version: 2)).Refusals;

    private static JsonObject Fork() => A.Activity("s", "Elsa.FlowFork", ("branches", A.Literal(new JsonArray("A", "B"))));

    private static JsonObject Merging(string id, string mode)
    {
        var target = A.WriteLine(id, $"'{id}'");
        target["customProperties"] = new JsonObject { ["mergeMode"] = mode };
        return target;
    }
}
