using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Instances;

public class InstanceSerializerTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"format":99,"instance":{}}""")]
    public void Read_WhatWasNotWrittenHere_Throws(string text) => Should.Throw<FormatException>(() => InstanceSerializer.Read(text));

    [Fact]
    public void Read_FormatOfALaterEngine_SaysWhichItIs()
    {
        var later = InstanceSerializer.Write(Waiting()).Replace("\"format\":1", "\"format\":2", StringComparison.Ordinal);

        Should.Throw<FormatException>(() => InstanceSerializer.Read(later)).Message.ShouldContain("format 2");
    }

    [Fact]
    public void Write_WhatWasRead_GivesTheSameText()
    {
        var text = InstanceSerializer.Write(Waiting());

        InstanceSerializer.Write(InstanceSerializer.Read(text)).ShouldBe(text);
    }

    [Fact]
    public void Write_InstanceThatWentRoundOften_DoesNotGrow()
    {
        var run = TestRun.Start(A.Activity("while", "Elsa.While", ("condition", A.Literal(true)), ("body", A.Event("e"))));
        run.Resume("e");
        var early = InstanceSerializer.Write(run.Instance).Length;

        for (var i = 0; i < 100; i++)
        {
            run.Resume("e");
        }

        InstanceSerializer.Write(run.Instance).Length.ShouldBeInRange(early, early + 10);
    }

    /// <summary>All that was recorded of Elsa, run straight through and once more with the instance stored and reloaded before each step.</summary>
    [Fact]
    public void Resume_FromStorage_GivesTheSameJournalAsStraightOn()
    {
        foreach (var recording in File.ReadLines("Reference/runs.jsonl").Select(l => JsonNode.Parse(l)!))
        {
            var definition = DefinitionReader.Read(recording["definition"]!.ToJsonString(), A.Catalog).Definition!;
            var resume = recording["resume"]!.AsArray().Select(id => id!.GetValue<string>()).ToList();

            var straight = RunAll(definition, resume, isReloaded: false);
            var reloaded = RunAll(definition, resume, isReloaded: true);

            Shown(reloaded).ShouldBe(Shown(straight), $"in {recording["id"]}");
        }
    }

    private static TestRun RunAll(WorkflowDefinition definition, List<string> resume, bool isReloaded)
    {
        var run = TestRun.Start(definition, isReloaded: isReloaded);
        for (var i = 0; i < 12; i++)
        {
            if (resume.Find(id => run.Instance.Bookmarks.Any(b => b.ActivityId == id)) is { } next)
            {
                run.Resume(next);
            }
        }

        return run;
    }

    private static string Shown(TestRun run) =>
        string.Join('\n', run.Journal.Select(j => $"{j.Sequence} {j.ActivityId} {j.ActivityExecutionId} {j.Event} {string.Join(',', j.Outcomes)}"));

    private static WorkflowInstance Waiting()
    {
        var root = A.Flowchart(["a:Done>e"], A.Set("a", "N", "({ deep: [1, null, 'x'] })"), A.Event("e"));
        return TestRun.Start(A.Definition(root, A.Variable("N")), new JsonObject { ["goal"] = null }).Instance;
    }
}
