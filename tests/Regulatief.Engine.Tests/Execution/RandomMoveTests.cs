using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Format;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Soundness;
using Regulatief.Engine.Stimuli;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Execution;

/// <summary>Random sound definitions in which a step fails: wherever it is moved to, the rest still comes to an end. A failure names its seed.</summary>
/// <remarks><c>REGULATIEF_TEST_RANDOM</c> says how many definitions are made; 300 when it is not set.</remarks>
public class RandomMoveTests
{
    private const int Resumes = 200;
    private const int MaxRuns = 500;

    public static TheoryData<int> SeedsThatFailed =>
    [
        182070224, // moved back to an activity that a race had called off before it ran
        1221638922, // moved past a race that another path was still on its way to
        1508129060, // moved back, a race called off one of the paths that a step waited for
        1458037218, // moved past an activity at which a token lay, and the other path to it turned elsewhere
        122732222, // moved back, a token came to an activity that another path was near to, and that path turned elsewhere
        443454414, // moved past a fork, a path went on that a race at the end of another path would have called off, and its token was swallowed
    ];

    [Theory]
    [MemberData(nameof(SeedsThatFailed))]
    public void SeedThatFailed_IsMended(int seed) => MovesEverywhere(seed, movesTokens: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Move_ToWhateverIsOffered_NeverLeavesSomethingWaitingForEver(bool movesTokens)
    {
        var moved = 0;
        var count = int.Parse(Environment.GetEnvironmentVariable("REGULATIEF_TEST_RANDOM") ?? "300", CultureInfo.InvariantCulture);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(count),
            Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => moved += MovesEverywhere(seed, movesTokens)));
        moved.ShouldBeGreaterThan(count / 10);
    }

    private static int MovesEverywhere(int seed, bool movesTokens)
    {
        var random = new Random(seed);
        var plain = RandomFlow.Flat(seed).ToDefinition();

        // A step that fails takes its time, as one that waits.
        var (definition, waiting) = (WithAStepOf("Test.Failing", plain, seed, movesTokens), WithAStepOf("Elsa.Event", plain, seed, movesTokens));
        if (DefinitionChecker.CheckSoundness(waiting, A.Catalog, MaxRuns).Any(p => p.Severity == ProblemSeverity.Error || p.Code == "not-decided"))
        {
            return 0;
        }

        var run = TestRun.Start(definition);
        for (var i = 0; i < Resumes && run.Instance.Incidents.Count == 0 && run.Instance.Bookmarks.Count > 0; i++)
        {
            Resume(run, random);
        }

        if (run.Instance.Incidents.Count != 1)
        {
            return 0;
        }

        var targets = new WorkflowRunner(A.Catalog).MoveTargets(definition, run.Instance, run.Instance.Incidents[0].Id);
        foreach (var target in targets)
        {
            EndsAfter(run.Copy(), target.Id, new Random(seed)).ShouldBeTrue($"seed {seed}, {run.Instance.Incidents[0].ActivityId} to {target.Id}");
        }

        return targets.Count;
    }

    private static bool EndsAfter(TestRun run, string targetId, Random random)
    {
        run.Facts = new FailingFacts(IsMended: true);
        run.Apply(new Stimulus.Move(run.Instance.Incidents.Single().Id, targetId)).Matched.ShouldBeTrue();
        for (var i = 0; i < Resumes && run.Instance.Bookmarks.Count > 0; i++)
        {
            Resume(run, random);
        }

        return run.Instance.Status == WorkflowStatus.Finished || run.Instance.Bookmarks.Count > 0;
    }

    private static void Resume(TestRun run, Random random) => run.Apply(new Stimulus.Resume(
        run.Instance.Bookmarks[random.Next(run.Instance.Bookmarks.Count)].Id, new JsonObject { ["outcome"] = random.Next(2) == 0 ? "Yes" : "No" }));

    private static WorkflowDefinition WithAStepOf(string type, WorkflowDefinition plain, int seed, bool movesTokens)
    {
        var random = new Random(seed);
        var document = plain.Source.DeepClone().AsObject();
        document["customProperties"] = new JsonObject { ["Flowchart:ExecutionMode"] = movesTokens ? "TokenBased" : "CounterBased" };
        var activities = document["root"]!["activities"]!.AsArray();
        var steps = activities.Select(a => a!.AsObject()).Where(a => (string?)a["type"] is "Elsa.WriteLine" or "Elsa.Event").ToList();
        if (steps.Count > 0)
        {
            var step = steps[random.Next(steps.Count)];
            (step["type"], step["eventName"]) = (type, A.Literal("any"));
        }

        foreach (var step in activities.Select(a => a!.AsObject()).Where(a => (string?)a["type"] is "Elsa.WriteLine" or "Elsa.End" && movesTokens))
        {
            // A move may go past an end, and what ran beside it was perhaps never meant to go on.
            step["type"] = "Elsa.WriteLine";
            step["customProperties"] = new JsonObject { ["mergeMode"] = random.Next(6) switch { 0 => "Merge", 1 => "Race", 2 => "Cascade", _ => "Stream" } };
        }

        return DefinitionReader.Read(document.ToJsonString(), A.Catalog).Definition!;
    }
}
