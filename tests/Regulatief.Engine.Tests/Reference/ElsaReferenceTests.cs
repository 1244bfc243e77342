using System.Text.Json.Nodes;
using Regulatief.Engine.Activities;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Format;
using Regulatief.Engine.Soundness;

namespace Regulatief.Engine.Tests.Reference;

/// <summary>What the real Elsa 3 did with random definitions, recorded once (elsa-core 1c0fb909f).</summary>
public class ElsaReferenceTests
{
    private static readonly ActivityCatalog Catalog = new();

    public static TheoryData<string> RefusedDefinitions => [.. File.ReadLines("Reference/refused.jsonl")];

    [Fact]
    public void Replay_EveryRecordedRun_GivesTheSameSteps()
    {
        var output = new StringWriter();

        DefinitionReplay.ReplayAll(File.ReadLines("Reference/runs.jsonl"), Catalog, output);

        output.ToString().ShouldBe($"689 same, 0 different{Environment.NewLine}");
    }

    [Fact]
    public void Replay_RecordingWithAnotherLine_SaysWhichAndWhere()
    {
        var recording = File.ReadLines("Reference/runs.jsonl").First(l => l.Contains("\"w1\",\"w3\"", StringComparison.Ordinal));
        var output = new StringWriter();

        var isSame = DefinitionReplay.ReplayAll([recording.Replace("\"w1\",\"w3\"", "\"w1\",\"w4\"", StringComparison.Ordinal)], Catalog, output);

        isSame.ShouldBeFalse();
        output.ToString().ShouldContain("step 0: lines [w1, w3], expected [w1, w4]");
        output.ToString().ShouldContain("0 same, 1 different");
    }

    /// <summary>Elsa judges a loop when it comes there, we before. Three recorded runs never came to theirs.</summary>
    [Fact]
    public void Check_EveryRecordedRun_HasNoErrorButLoopsThatWereNotReached()
    {
        var refused = File.ReadLines("Reference/runs.jsonl").Select(ErrorsIn).Where(errors => errors.Any()).ToList();

        refused.Count.ShouldBe(3);
        refused.SelectMany(errors => errors).ShouldAllBe(e => e.Code == "bad-loop");
    }

    [Theory]
    [MemberData(nameof(RefusedDefinitions))]
    public void Check_LoopThatElsaFaultsOn_IsRefusedNamingBothActivities(string recording)
    {
        var recorded = JsonNode.Parse(recording)!["why"]!.GetValue<string>();
        var named = recorded.Split('\'').Where((_, i) => i % 2 == 1).ToList();

        var errors = ErrorsIn(recording).ToList();

        errors.ShouldContain(e => e.Code == "bad-loop" && named.All(id => e.Message.Contains($"'{id}'", StringComparison.Ordinal)));
    }

    private static IEnumerable<DefinitionProblem> ErrorsIn(string recording)
    {
        var reading = DefinitionReader.Read(JsonNode.Parse(recording)!["definition"]!.ToJsonString(), Catalog);
        return reading.Problems.Concat(DefinitionChecker.Check(reading.Definition!, Catalog)).Where(p => p.Severity == ProblemSeverity.Error);
    }
}
