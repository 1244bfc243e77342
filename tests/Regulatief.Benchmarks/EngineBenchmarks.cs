using System.Text.Json.Nodes;
using Regulatief.Cases.Workflows.Activities;
using Regulatief.Engine.Activities;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Format;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Stimuli;

namespace Regulatief.Benchmarks;

/// <summary>The calculation alone, without a database.</summary>
internal static class EngineBenchmarks
{
    public static Task AutomaticStepsAsync(Report report, int count)
    {
        var catalog = new ActivityCatalog(DomainActivities.All);
        var definition = DefinitionReader.Read(TenSteps(), catalog).Definition!;
        var runner = new WorkflowRunner(catalog);
        var measurement = new Measurement();
        for (var i = 0; i < 200 + count; i++)
        {
            var fresh = WorkflowInstance.New(Guid.CreateVersion7(), definition.DefinitionId, definition.Version);
            void Run() => runner.Run(new RunRequest { Definition = definition, Instance = fresh, Stimulus = new Stimulus.Start(), Now = DateTimeOffset.UnixEpoch, Seed = i });
            if (i < 200) Run();
            else measurement.Time(Run);
        }

        report.Add("B1 ten automatic steps, calculated", measurement, null);
        return Task.CompletedTask;
    }

    private static string TenSteps()
    {
        var steps = Enumerable.Range(1, 10).Select(i => (JsonNode)new JsonObject
        {
            ["id"] = $"stap{i}", ["nodeId"] = $"tien:stroom:stap{i}", ["name"] = $"stap{i}", ["type"] = "Elsa.WriteLine", ["version"] = 1,
            ["text"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = "stap" } },
        }).ToArray();
        return new JsonObject
        {
            ["id"] = "tien-1", ["definitionId"] = "tien", ["name"] = "Tien stappen", ["version"] = 1, ["isLatest"] = true, ["isPublished"] = true,
            ["root"] = new JsonObject { ["id"] = "stroom", ["nodeId"] = "tien:stroom", ["name"] = "stroom", ["type"] = "Elsa.Sequence", ["version"] = 1, ["activities"] = new JsonArray(steps) },
        }.ToJsonString();
    }
}
