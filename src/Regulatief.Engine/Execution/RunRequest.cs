using Regulatief.Engine.Definitions;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Stimuli;

namespace Regulatief.Engine.Execution;

/// <summary>All that a run is calculated from. The same request gives the same result, to the bit.</summary>
public sealed record RunRequest
{
    /// <summary>The version that the instance is of.</summary>
    public required WorkflowDefinition Definition { get; init; }

    /// <summary>As stored; a run never changes it. <see cref="WorkflowInstance.New"/> for a start.</summary>
    public required WorkflowInstance Instance { get; init; }

    /// <summary>What arrived.</summary>
    public required Stimulus Stimulus { get; init; }

    /// <summary>A snapshot of what domain activities may read; the engine hands it on unread. Null when the host has none.</summary>
    public object? Facts { get; init; }

    /// <summary>The instant of the run, UTC.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Ids and random numbers of the run derive from this and <see cref="Now"/>.</summary>
    public required long Seed { get; init; }
}
