using System.Text.Json.Nodes;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Migration;
using Regulatief.Engine.Stimuli;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Migration;

public class InstanceMigrationTests
{
    [Fact]
    public void Migrate_CurrentActivityRemoved_IsRefusedByName()
    {
        var run = TestRun.Start(A.Flowchart(["e:Done>f"], A.Event("e"), A.Event("f")));

        Refused(run, A.Flowchart([], A.Event("f"))).ShouldBe([new(MigrationObstacle.Removed, "e")]);
    }

    [Fact]
    public void Migrate_CurrentActivityOfAnotherType_IsRefused()
    {
        var run = TestRun.Start(A.Flowchart([], A.Event("e")));

        Refused(run, A.Flowchart([], A.Activity("e", "Elsa.Delay"))).ShouldBe([new(MigrationObstacle.TypeChanged, "e", "Elsa.Delay")]);
    }

    [Fact]
    public void Migrate_CurrentActivityInAnotherComposite_IsRefused()
    {
        var run = TestRun.Start(A.Flowchart([], A.Event("e")));

        Refused(run, A.Flowchart([], A.Sequence(A.Event("e")))).ShouldContain(new MigrationRefusal(MigrationObstacle.ContainerChanged, "e"));
    }

    [Fact]
    public void Migrate_WaitsForAnEventOfAnotherName_IsRefused()
    {
        var run = TestRun.Start(A.Flowchart([], A.Event("e")));

        Refused(run, A.Flowchart([], A.Activity("e", "Elsa.Event", ("eventName", A.Literal("other"))))).ShouldBe([new(MigrationObstacle.WaitChanged, "e", "eventName")]);
    }

    [Fact]
    public void Migrate_WaitingActivityLosesAnInput_IsRefused()
    {
        var run = TestRun.Start(A.Flowchart([], Ask("ask")));

        Refused(run, A.Flowchart([], A.Activity("ask", "Test.Asking", ("role", A.Literal(""))))).ShouldBe([new(MigrationObstacle.InputLost, "ask", "role")]);
    }

    [Fact]
    public void Migrate_OutcomeOfTheWaitingActivityLeadsNowhere_IsRefused()
    {
        var run = TestRun.Start(A.Flowchart(["ask:Yes>y", "ask:No>n"], Ask("ask"), A.Event("y"), A.Event("n")));

        Refused(run, A.Flowchart(["ask:Yes>y"], Ask("ask"), A.Event("y"))).ShouldBe([new(MigrationObstacle.OutcomeLost, "ask", "No")]);
    }

    [Fact]
    public void Migrate_JoinThatSomePathsReachedJoinsOthers_IsRefused()
    {
        var run = TestRun.Start(Joined("b:Done>j"));
        run.Resume("a");

        Refused(run, Joined("b:Done>c", "c:Done>j")).ShouldBe([new(MigrationObstacle.JoinChanged, "j")]);
    }

    [Fact]
    public void Migrate_JoinThatSomePathsReachedJoinsOtherwise_IsRefused()
    {
        var run = TestRun.Start(Joined("b:Done>j"));
        run.Resume("a");
        var other = Joined("b:Done>j");
        other["activities"]![3]!["mode"] = A.Literal("WaitAny");

        Refused(run, other).ShouldBe([new(MigrationObstacle.JoinChanged, "j")]);
    }

    [Fact]
    public void Migrate_NewPathFromWhatWasPassedToAJoinAhead_IsRefused()
    {
        var run = TestRun.Start(A.Flowchart(["w:Done>e", "e:Done>f"], A.WriteLine("w", "'w'"), A.Event("e"), A.Event("f")));

        Refused(run, A.Flowchart(["w:Done>e", "e:Done>f", "w:Done>f"], A.WriteLine("w", "'w'"), A.Event("e"), A.Event("f")))
            .ShouldBe([new(MigrationObstacle.PathPassed, "f", "w")]);
    }

    [Fact]
    public void Migrate_NewPathFromWhatIsAheadToWhatWasPassed_IsRefused()
    {
        JsonObject[] Steps() => [A.Activity("s", "Elsa.FlowFork", ("branches", A.Literal(new JsonArray("A", "B")))), A.WriteLine("w", "'w'"), A.Event("e")];
        var run = TestRun.Start(A.Flowchart(["s:A>w", "s:B>e"], Steps()));

        Refused(run, A.Flowchart(["s:A>w", "s:B>e", "e:Done>w"], Steps())).ShouldBe([new(MigrationObstacle.AlreadyPassed, "w", "e")]);
    }

    [Fact]
    public void Migrate_BranchAddedToAParallelThatBegan_IsRefused()
    {
        var run = TestRun.Start(A.Parallel(A.Event("e")));

        Refused(run, A.Parallel(A.Event("e"), A.Event("f"))).ShouldBe([new(MigrationObstacle.BranchesChanged, "parallel")]);
    }

    [Fact]
    public void Migrate_ValueThatDoesNotFitTheNewType_IsRefused()
    {
        var run = TestRun.Start(A.Sequence(A.Set("s", "v", "'text'"), A.Event("e")), A.Variable("v", "String"));

        run.MoveTo(A.Version2(A.Sequence(A.Set("s", "v", "'text'"), A.Event("e")), A.Variable("v", "Int32")))
            .Refusals.ShouldBe([new(MigrationObstacle.VariableChanged, "sequence", "v")]);
    }

    [Fact]
    public void Migrate_PlanThatSendsTwoToOne_IsRefused()
    {
        var run = TestRun.Start(A.Flowchart(["e:Done>f"], A.Event("e"), A.Event("f")));

        run.MoveTo(A.Version2(A.Flowchart([], A.Event("f"))), Plan(("e", "f"))).Refusals.ShouldContain(new MigrationRefusal(MigrationObstacle.PlanUnclear, "e", "f"));
    }

    [Fact]
    public void Migrate_Refused_LeavesTheInstanceAsItWas()
    {
        var run = TestRun.Start(A.Flowchart([], A.Event("e")));
        var before = InstanceSerializer.Write(run.Instance);

        var result = run.MoveTo(A.Version2(A.Flowchart([], A.Event("f"))));

        result.Instance.ShouldBeNull();
        result.Journal.ShouldBeEmpty();
        InstanceSerializer.Write(run.Instance).ShouldBe(before);
    }

    [Fact]
    public void Migrate_RenamedActivity_GoesOnFromItUnderItsNewId()
    {
        var run = TestRun.Start(A.Flowchart(["e:Done>w"], A.Event("e"), A.WriteLine("w", "'w'")));
        var waiting = run.Instance.Bookmarks.Single();
        var renamed = A.Event("e");
        renamed["id"] = "event";

        run.MoveTo(A.Version2(A.Flowchart(["event:Done>w"], renamed, A.WriteLine("w", "'w'"))), Plan(("e", "event"))).Refusals.ShouldBeEmpty();

        run.Instance.DefinitionVersion.ShouldBe(2);
        run.Instance.Bookmarks.Single().ShouldBe(waiting with { ActivityId = "event", NodeId = "Workflow1:flowchart:event" });
        run.Resume("event");
        run.Lines.ShouldBe(["w"]);
        run.Instance.Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Fact]
    public void Migrate_Moved_TellsEachOpenVisitInTheJournalWithoutAGap()
    {
        var run = TestRun.Start(A.Flowchart([], A.Event("e")));

        run.MoveTo(A.Version2(A.Flowchart([], A.Event("e"))));
        run.Resume("e");

        run.Journal.Where(j => j.Event == JournalEvent.Moved).Select(j => j.ActivityId).ShouldBe(["flowchart", "e"], ignoreOrder: true);
        run.Journal.Select(j => j.Sequence).ShouldBe(Enumerable.Range(1, run.Journal.Count));
    }

    [Fact]
    public void Migrate_StepAddedBehindIt_IsNotRunAndAheadItIs()
    {
        var run = TestRun.Start(A.Flowchart(["w:Done>e", "e:Done>z"], A.WriteLine("w", "'w'"), A.Event("e"), A.WriteLine("z", "'z'")));

        run.MoveTo(A.Version2(A.Flowchart(
            ["w:Done>behind", "behind:Done>e", "e:Done>ahead", "ahead:Done>z"],
            A.WriteLine("w", "'w'"), A.WriteLine("behind", "'behind'"), A.Event("e"), A.WriteLine("ahead", "'ahead'"), A.WriteLine("z", "'z'")))).Refusals.ShouldBeEmpty();
        run.Resume("e");

        run.Lines.ShouldBe(["w", "ahead", "z"]);
    }

    [Fact]
    public void Migrate_WaitingForTheSecondPathOfAJoin_JoinsAsBefore()
    {
        var run = TestRun.Start(Joined("b:Done>j"));
        run.Resume("a");

        run.MoveTo(A.Version2(Joined("b:Done>j"))).Refusals.ShouldBeEmpty();
        run.Resume("b");

        run.Lines.ShouldBe(["joined"]);
    }

    [Fact]
    public void Migrate_PlaceInASequence_IsThatOfTheCurrentActivity()
    {
        var run = TestRun.Start(A.Sequence(A.WriteLine("w", "'w'"), A.Event("e"), A.WriteLine("z", "'z'")));

        run.MoveTo(A.Version2(A.Sequence(A.Event("e"), A.WriteLine("y", "'y'"), A.WriteLine("z", "'z'")))).Refusals.ShouldBeEmpty();
        run.Resume("e");

        run.Lines.ShouldBe(["w", "y", "z"]);
    }

    [Fact]
    public void Migrate_Timer_KeepsItsDueInstant()
    {
        var run = TestRun.Start(A.Flowchart([], A.Activity("d", "Elsa.Delay", ("timeSpan", A.Literal("01:00:00")))));

        run.MoveTo(A.Version2(A.Flowchart([], A.Activity("d", "Elsa.Delay", ("timeSpan", A.Literal("09:00:00")))))).Refusals.ShouldBeEmpty();

        run.Instance.Bookmarks.Single().DueAt.ShouldBe(TestRun.Now.AddHours(1));
    }

    [Fact]
    public void Migrate_FailedActivity_IsTriedAgainAsTheNewVersionHasIt()
    {
        var run = TestRun.Start(A.Flowchart(["w:Done>e"], A.WriteLine("w", "nothing.there"), A.Event("e")));
        var incident = run.Instance.Incidents.Single();

        run.MoveTo(A.Version2(A.Flowchart(["w:Done>e"], A.WriteLine("w", "'mended'"), A.Event("e")))).Refusals.ShouldBeEmpty();
        run.Apply(new Stimulus.Retry(incident.Id));

        run.Lines.ShouldBe(["mended"]);
        run.Instance.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void Migrate_Variables_KeepTheirValuesByIdOrNameAndNewOnesBegin()
    {
        var run = TestRun.Start(A.Sequence(A.Set("s", "v", "7"), A.Event("e")), A.Variable("v", "Int32"), A.Variable("gone", "Int32", 1));
        var renamed = A.Variable("v", "String");
        renamed["id"] = "another-id";

        run.MoveTo(A.Version2(A.Sequence(A.Set("s", "v", "7"), A.Event("e"), A.WriteLine("w", "`${variables.v} ${variables.added}`")), renamed, A.Variable("added", "Int32", 3)))
            .Refusals.ShouldBeEmpty();
        run.Resume("e");

        run.Lines.ShouldBe(["7 3"]);
    }

    private static JsonObject Ask(string id) => A.Activity(id, "Test.Asking", ("role", A.Literal("anyone")));

    /// <summary>Two events side by side, joined by <c>j</c>.</summary>
    private static JsonObject Joined(params string[] lines)
    {
        List<JsonObject> steps =
        [
            A.Activity("s", "Elsa.FlowFork", ("branches", A.Literal(new JsonArray("A", "B")))), A.Event("a"), A.Event("b"),
            A.Activity("j", "Elsa.FlowJoin", ("mode", A.Literal("WaitAll"))), A.WriteLine("w", "'joined'"),
        ];
        if (lines.Length > 1)
        {
            steps.Add(A.Event("c"));
        }

        return A.Flowchart(["s:A>a", "s:B>b", "a:Done>j", "j:Done>w", .. lines], [.. steps]);
    }

    private static MigrationPlan Plan(params (string Old, string New)[] ids) => new(ids.ToDictionary(i => i.Old, i => i.New));

    private static IReadOnlyList<MigrationRefusal> Refused(TestRun run, JsonObject root) => run.MoveTo(A.Version2(root)).Refusals;
}
