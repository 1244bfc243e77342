using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Migration;
using Regulatief.Engine.Stimuli;

namespace Regulatief.Engine.Tests.Testing;

/// <summary>An instance under test: stimuli go in, the last result and all that was written come out.</summary>
internal sealed class TestRun
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private readonly WorkflowRunner runner = new(A.Catalog);
    private WorkflowDefinition definition;
    private readonly bool isReloaded;
    private readonly DateTimeOffset now;
    private int seed;

    private TestRun(WorkflowDefinition definition, bool isReloaded, DateTimeOffset now)
    {
        this.now = now;
        this.definition = definition;
        this.isReloaded = isReloaded;
        Instance = WorkflowInstance.New(new Guid("00000000-0000-0000-0000-000000000001"), definition.DefinitionId, definition.Version);
    }

    public WorkflowInstance Instance { get; private set; }

    public RunResult Result { get; private set; } = null!;

    public List<string> Lines { get; } = [];

    public List<JournalEntry> Journal { get; } = [];

    /// <summary>What the facts of the next runs are.</summary>
    public object? Facts { get; set; }

    public static TestRun Start(WorkflowDefinition definition, JsonObject? input = null, string? trigger = null, bool isReloaded = false, DateTimeOffset? now = null)
    {
        var run = new TestRun(definition, isReloaded, now ?? Now);
        run.Apply(new Stimulus.Start(input, trigger));
        return run;
    }

    public static TestRun Start(JsonObject root, params JsonObject[] variables) => Start(A.Definition(root, variables));

    /// <summary>Another that goes on from here, its own lines and journal still empty.</summary>
    public TestRun Copy() => new(definition, isReloaded, now) { Instance = Instance, Facts = Facts, seed = seed };

    public RunResult Resume(string activityId, JsonObject? input = null) =>
        Apply(new Stimulus.Resume(Instance.Bookmarks.First(b => b.ActivityId == activityId).Id, input));

    public RunResult Apply(Stimulus stimulus)
    {
        Result = runner.Run(new RunRequest
        {
            Definition = definition,
            Instance = isReloaded ? InstanceSerializer.Read(InstanceSerializer.Write(Instance)) : Instance,
            Stimulus = stimulus,
            Facts = Facts,
            Now = now,
            Seed = seed++,
        });
        Instance = Result.Instance;
        Lines.AddRange(Result.Lines);
        Journal.AddRange(Result.Journal);
        return Result;
    }

    /// <summary>Moves it to another version; a refusal changes nothing.</summary>
    public MigrationResult MoveTo(WorkflowDefinition to, MigrationPlan? plan = null)
    {
        var result = InstanceMigration.Migrate(definition, to, plan ?? MigrationPlan.SameIds, Instance, A.Catalog, Now);
        if (result.Instance is { } moved)
        {
            (definition, Instance) = (to, moved);
            Journal.AddRange(result.Journal);
        }

        return result;
    }
}
