using System.Text.Json;
using Regulatief.Cases.Cases;
using Regulatief.Engine.Migration;

namespace Regulatief.Cases.Workflows.Migration;

/// <summary>A move of running cases from one version of a definition to another, as a designer asked for it.</summary>
public sealed class MigrationBatch
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string DefinitionId { get; init; }

    public required int FromVersion { get; init; }

    public required int ToVersion { get; init; }

    /// <summary>The new ids of activities by their old ones, as JSON.</summary>
    public required string NewIdsJson { get; init; }

    public required Guid StartedById { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public MigrationPlan Plan => new(JsonSerializer.Deserialize<Dictionary<string, string>>(NewIdsJson)!);
}

/// <summary>One case of a batch, and what came of it. The promise to move it is a row of due work with this as its subject.</summary>
public sealed class MigratingCase
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid BatchId { get; init; }

    public required CaseId CaseId { get; init; }

    public required WorkflowInstanceId InstanceId { get; init; }

    public MigrationOutcome Outcome { get; private set; } = MigrationOutcome.Waiting;

    /// <summary>What stood in the way, as JSON; null unless it was refused.</summary>
    public string? RefusalsJson { get; private set; }

    public DateTimeOffset? DoneAt { get; private set; }

    public IReadOnlyList<MigrationRefusal> Refusals => RefusalsJson is null ? [] : JsonSerializer.Deserialize<List<MigrationRefusal>>(RefusalsJson)!;

    public void End(MigrationOutcome outcome, IReadOnlyList<MigrationRefusal> refusals, DateTimeOffset at)
    {
        if (Outcome != MigrationOutcome.Waiting) throw new InvalidOperationException($"Case {CaseId} of batch {BatchId} was {Outcome} already; it cannot become {outcome}.");
        (Outcome, DoneAt) = (outcome, at);
        if (refusals.Count > 0) RefusalsJson = JsonSerializer.Serialize(refusals);
    }
}

public enum MigrationOutcome
{
    Waiting,
    Moved,

    /// <summary>Something stood in the way: it stays on its version, as it was.</summary>
    Refused,

    /// <summary>It ended, or went to another version, before its turn.</summary>
    Gone,
}
