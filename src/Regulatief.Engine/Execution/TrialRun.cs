using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;
using Regulatief.Engine.Stimuli;

namespace Regulatief.Engine.Execution;

/// <summary>Runs one definition in memory, step by step, without a host. Nothing is stored and no effect is applied.</summary>
public sealed class TrialRun
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly WorkflowRunner runner;
    private readonly WorkflowDefinition definition;
    private readonly DateTimeOffset now;
    private readonly object? facts;
    private readonly List<TrialStep> steps = [];

    /// <summary>Starts the definition.</summary>
    /// <param name="now">The instant of every step, UTC.</param>
    /// <param name="facts">What the host's own activities may read in every step; null when there are none.</param>
    public TrialRun(WorkflowDefinition definition, IActivityCatalog catalog, DateTimeOffset now, object? facts = null)
    {
        this.definition = definition;
        this.now = now;
        this.facts = facts;
        runner = new WorkflowRunner(catalog);
        Instance = WorkflowInstance.New(Guid.Empty, definition.DefinitionId, definition.Version);
        Apply(new Stimulus.Start(), resumed: null);
    }

    /// <summary>As it stands after the last step.</summary>
    public WorkflowInstance Instance { get; private set; }

    /// <summary>The start, and each resume that matched.</summary>
    public IReadOnlyList<TrialStep> Steps => steps;

    /// <summary>Resumes the oldest bookmark at an activity. False when it does not wait there, or when nothing came of it.</summary>
    /// <param name="input">What the answer carries; null for nothing.</param>
    public bool TryResume(string activityId, JsonObject? input = null) =>
        Instance.Bookmarks.FirstOrDefault(b => b.ActivityId == activityId) is { } bookmark
        && Apply(new Stimulus.Resume(bookmark.Id, input), activityId);

    /// <summary>The steps as JSON, spelled as in the recordings of Elsa 3 that <see cref="DefinitionReplay"/> reads.</summary>
    public string ToJson() => JsonSerializer.Serialize(steps, Json);

    private bool Apply(Stimulus stimulus, string? resumed)
    {
        // Every step goes through storage, as with a host: what a run keeps in memory only would show.
        var stored = InstanceSerializer.Read(InstanceSerializer.Write(Instance));
        var result = runner.Run(new RunRequest
        {
            Definition = definition,
            Instance = stored,
            Stimulus = stimulus,
            Facts = facts,
            Now = now,
            Seed = steps.Count,
        });
        Instance = result.Instance;
        steps.Add(new TrialStep(
            resumed,
            result.Lines,
            Instance.SubStatus,
            [.. Instance.Bookmarks.Select(b => b.ActivityId).Order(StringComparer.Ordinal)]));
        return result.Matched;
    }
}

/// <summary>What one step showed.</summary>
/// <param name="Resumed">The activity resumed; null for the start.</param>
/// <param name="Waiting">Activity ids of the open bookmarks, sorted; one that waits twice is there twice.</param>
public sealed record TrialStep(string? Resumed, IReadOnlyList<string> Lines, WorkflowSubStatus SubStatus, IReadOnlyList<string> Waiting);
