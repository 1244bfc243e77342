using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Migration;
using Regulatief.Engine.Stimuli;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Migration;

/// <summary>Random definitions, moved to another version at a random moment. A failure names its seed.</summary>
public class RandomMigrationTests
{
    private const int Resumes = 15;

    /// <summary>Seeds, and whether their flowchart moved tokens.</summary>
    public static TheoryData<int, bool> SeedsThatFailed => new()
    {
        { 1048407193, true }, // the added steps had let another path reach an end first, which what both waited for did not show
        { 1462827646, true }, // a step was added on the way from a step to itself
        { 1052099884, true }, // the same had happened to both, in another order, so that their tokens lay otherwise
        { 1414109036, false },
        { 257357260, false },
        { 1292977684, false },
    };

    [Fact]
    public void Migrate_ToTheSameDrawing_GoesOnWithTheSameJournal() => ForRandomSeeds(seed => GoesOnAsBefore(seed, id => id));

    [Fact]
    public void Migrate_ToTheSameDrawingWithOtherIds_GoesOnWithTheSameJournal() => ForRandomSeeds(seed => GoesOnAsBefore(seed, id => $"new-{id}"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Migrate_StepsAdded_GoesOnAsOneThatBeganInTheNewVersion(bool movesTokens) => EditedGoesOnAsOneThatBeganThere(isRemoval: false, movesTokens);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Migrate_StepsRemoved_GoesOnAsOneThatBeganInTheNewVersion(bool movesTokens) => EditedGoesOnAsOneThatBeganThere(isRemoval: true, movesTokens);

    [Theory]
    [MemberData(nameof(SeedsThatFailed))]
    public void SeedThatFailed_IsMended(int seed, bool movesTokens)
    {
        IsAsIfBegunThere(seed, isRemoval: false, movesTokens);
        IsAsIfBegunThere(seed, isRemoval: true, movesTokens);
    }

    private static void ForRandomSeeds(Action<int> holds, int times = 1)
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("REGULATIEF_TEST_RANDOM") ?? "300", CultureInfo.InvariantCulture);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(count * times), Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), holds));
    }

    private static void GoesOnAsBefore(int seed, Func<string, string> rename)
    {
        var definition = RandomFlow.Deep(seed);
        var ids = definition.Root.SelfAndDescendants().ToDictionary(n => n.Id, n => rename(n.Id));
        var (stays, moves) = (TestRun.Start(definition), TestRun.Start(definition, isReloaded: true));

        var random = new Random(seed);
        var moment = random.Next(Resumes);
        for (var i = 0; i < Resumes && stays.Instance.Bookmarks.Count > 0; i++)
        {
            if (i == moment)
            {
                moves.MoveTo(Version2(definition, rename), new MigrationPlan(ids)).Refusals.ShouldBeEmpty($"seed {seed}");
            }

            var resume = new Stimulus.Resume(stays.Instance.Bookmarks[random.Next(stays.Instance.Bookmarks.Count)].Id, Answer(random));
            stays.Apply(resume);
            moves.Apply(resume);
        }

        var names = ids.Values.Zip(ids.Keys).ToDictionary(n => n.First, n => n.Second);
        Told(moves, id => names.GetValueOrDefault(id, id)).ShouldBe(Told(stays, id => id), $"seed {seed}");
        moves.Lines.ShouldBe(stays.Lines, $"seed {seed}");
    }

    private static void EditedGoesOnAsOneThatBeganThere(bool isRemoval, bool movesTokens)
    {
        var (moved, refused) = (0, 0);
        ForRandomSeeds(seed =>
        {
            switch (IsAsIfBegunThere(seed, isRemoval, movesTokens))
            {
                case Outcome.Moved: moved++; break;
                case Outcome.Refused: refused++; break;
            }
        }, times: 4); // most cannot be compared
        moved.ShouldBeGreaterThan(5);
        refused.ShouldBeGreaterThan(0);
    }

    private static Outcome IsAsIfBegunThere(int seed, bool isRemoval, bool movesTokens)
    {
        var random = new Random(seed);
        var plain = Moving(RandomFlow.Flat(seed).ToDefinition(), movesTokens);
        var longer = WithAddedSteps(plain, random);
        var (from, to) = isRemoval ? (longer, Version2(plain, id => id)) : (plain, Version2(longer, id => id));
        var (moves, began) = (TestRun.Start(from, isReloaded: true), TestRun.Start(to, isReloaded: true));

        var moment = random.Next(6);
        for (var i = 0; i < Resumes && moves.Instance.Bookmarks.Count > 0; i++)
        {
            if (i <= moment && (HasEnded(began) || !Waiting(moves).SequenceEqual(Waiting(began)) || !Happened(moves, plain).SequenceEqual(Happened(began, plain))))
            {
                // Two paths raced, and the added step made the other one win: nothing to compare, also when in the end the same had happened.
                return Outcome.Incomparable;
            }

            if (i == moment && moves.MoveTo(to).Refusals.Count > 0)
            {
                return Outcome.Refused;
            }

            var (id, answer) = (Waiting(moves)[random.Next(moves.Instance.Bookmarks.Count)], Answer(random));
            var (lines, others) = (moves.Lines.Count, began.Lines.Count);
            moves.Resume(id, answer);
            began.Resume(id, answer);
            if (i >= moment)
            {
                HasEnded(moves).ShouldBe(HasEnded(began), $"seed {seed}");
                if (HasEnded(moves))
                {
                    // An end calls off what is open in the order in which that began, and an added step may have changed the order.
                    return Outcome.Moved;
                }

                Past(moves, plain).ShouldBe(Past(began, plain), $"seed {seed}");
                moves.Lines[lines..].ShouldBe(began.Lines[others..], $"seed {seed}");
            }
        }

        return moves.Instance.DefinitionVersion == 2 ? Outcome.Moved : Outcome.Incomparable;
    }

    private static WorkflowDefinition Moving(WorkflowDefinition definition, bool tokens)
    {
        var document = definition.Source.DeepClone().AsObject();
        document["customProperties"] = new JsonObject { ["Flowchart:ExecutionMode"] = tokens ? "TokenBased" : "CounterBased" };
        return DefinitionReader.Read(document.ToJsonString(), A.Catalog).Definition!;
    }

    private static List<string> Waiting(TestRun run) => [.. run.Instance.Bookmarks.Select(b => b.ActivityId).Order(StringComparer.Ordinal)];

    private static bool HasEnded(TestRun run) => run.Journal.Exists(j => j.ActivityId == "nflowchart" && j.Event == JournalEvent.Completed);

    /// <summary>What it waits for, and all that happened to the activities that both versions have, in whatever order.</summary>
    private static List<string> Past(TestRun run, WorkflowDefinition plain) => [.. Waiting(run), .. Happened(run, plain).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Happened(TestRun run, WorkflowDefinition plain) => run.Journal
        .Where(j => j.Event != JournalEvent.Moved && plain.Find(j.ActivityId) is not null)
        .Select(j => $"{j.ActivityId} {j.Event} {string.Join('+', j.Outcomes)}");

    /// <summary>
    /// A line to be written on some of the connections, save from a step to itself: such a token is gone as soon as it lies, as in Elsa 3, and one that
    /// comes round by another step is not.
    /// </summary>
    private static WorkflowDefinition WithAddedSteps(WorkflowDefinition plain, Random random)
    {
        var document = plain.Source.DeepClone().AsObject();
        var (activities, connections) = (document["root"]!["activities"]!.AsArray(), document["root"]!["connections"]!.AsArray());
        foreach (var (index, connection) in connections.ToList().Index().Where(c => random.Next(4) == 0 && !IsToItself(c.Item!)))
        {
            activities.Add((JsonNode)A.WriteLine($"added{index}", "'added'"));
            var rest = connection!.DeepClone();
            rest["source"] = new JsonObject { ["activity"] = $"added{index}", ["port"] = "Done" };
            connection["target"] = new JsonObject { ["activity"] = $"added{index}", ["port"] = "In" };
            connections.Add(rest);
        }

        return DefinitionReader.Read(document.ToJsonString(), A.Catalog).Definition!;
    }

    private static bool IsToItself(JsonNode connection) => (string?)connection["source"]!["activity"] == (string?)connection["target"]!["activity"];

    private static WorkflowDefinition Version2(WorkflowDefinition definition, Func<string, string> rename)
    {
        var document = definition.Source.DeepClone().AsObject();
        document["version"] = 2;
        Rename(document["root"]!, rename);
        return DefinitionReader.Read(document.ToJsonString(), A.Catalog).Definition!;
    }

    private static void Rename(JsonNode node, Func<string, string> rename)
    {
        if (node is JsonObject activity)
        {
            foreach (var name in new[] { activity.ContainsKey("type") && activity.ContainsKey("version") ? "id" : "", "start", "activity" }.Where(activity.ContainsKey))
            {
                activity[name] = rename(activity[name]!.GetValue<string>());
            }
        }

        foreach (var part in node switch { JsonObject members => members.Select(m => m.Value), JsonArray items => items, _ => [] })
        {
            if (part is not null)
            {
                Rename(part, rename);
            }
        }
    }

    private static JsonObject Answer(Random random) => new() { ["outcome"] = random.Next(2) == 0 ? "Yes" : "No" };

    private static IEnumerable<string> Told(TestRun run, Func<string, string> name) => run.Journal
        .Where(j => j.Event != JournalEvent.Moved)
        .Select(j => $"{name(j.ActivityId)} {string.Join(':', j.NodeId.Split(':').Select(name))} {j.ActivityExecutionId} {j.Event} {string.Join('+', j.Outcomes)}");

    private enum Outcome
    {
        Moved,
        Refused,
        Incomparable,
    }
}
