using Regulatief.Engine.Instances;

namespace Regulatief.Engine.Migration;

/// <summary>An instance as it goes on in another version, or all that stands in the way.</summary>
public sealed record MigrationResult
{
    /// <summary>Null when it was refused; the instance given is unchanged then.</summary>
    public WorkflowInstance? Instance { get; init; }

    /// <summary>One entry for each open visit: the activity that it is a visit to from now on.</summary>
    public IReadOnlyList<JournalEntry> Journal { get; init; } = [];

    /// <summary>Empty when the instance can go on.</summary>
    public IReadOnlyList<MigrationRefusal> Refusals { get; init; } = [];
}

/// <summary>One thing that stands in the way.</summary>
/// <param name="ActivityId">The activity it is about: of the old version, and of the new one where only that has it.</param>
/// <param name="Detail">What of it: an input, an outcome, another activity's id; null when the obstacle says all.</param>
public sealed record MigrationRefusal(MigrationObstacle Obstacle, string ActivityId, string? Detail = null);

/// <summary>Why an instance cannot go on in another version.</summary>
public enum MigrationObstacle
{
    /// <summary>The plan sends it to an activity that the new version lacks, or two to one.</summary>
    PlanUnclear,

    /// <summary>The instance is at it, and the new version lacks it.</summary>
    Removed,

    /// <summary>The instance is at it, and it is of another type.</summary>
    TypeChanged,

    /// <summary>The instance is at it, and it stands in another composite.</summary>
    ContainerChanged,

    /// <summary>The instance is at it, and no path leads to it any more.</summary>
    Unreachable,

    /// <summary>It waits with an input that the new version leaves blank.</summary>
    InputLost,

    /// <summary>It waits for something, and the new version for something else.</summary>
    WaitChanged,

    /// <summary>It may still end with an outcome that leads nowhere any more.</summary>
    OutcomeLost,

    /// <summary>Some of the paths to it arrived, and it joins other paths, or otherwise, in the new version.</summary>
    JoinChanged,

    /// <summary>A new path leads to it from an activity that the instance has passed: it would wait for that path in vain.</summary>
    PathPassed,

    /// <summary>A new path leads to it from an activity that is still to come, and the instance has passed it: the path would end there.</summary>
    AlreadyPassed,

    /// <summary>The branches that began together are not the same.</summary>
    BranchesChanged,

    /// <summary>The place in a sequence cannot be found again.</summary>
    PositionLost,

    /// <summary>The trigger that it began with is gone.</summary>
    StartLost,

    /// <summary>Its flowchart moves tokens in one version only.</summary>
    LinesChanged,

    /// <summary>A variable's value does not fit its new type.</summary>
    VariableChanged,
}
