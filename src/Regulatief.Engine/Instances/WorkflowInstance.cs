namespace Regulatief.Engine.Instances;

/// <summary>One running of a definition: all that a run needs to go on, and nothing else.</summary>
public sealed class WorkflowInstance
{
    public required Guid Id { get; init; }

    public required string DefinitionId { get; init; }

    public required int DefinitionVersion { get; init; }

    public WorkflowStatus Status { get; init; }

    public WorkflowSubStatus SubStatus { get; init; }

    public string? Name { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>An instance that has not run.</summary>
    public static WorkflowInstance New(Guid id, string definitionId, int definitionVersion) =>
        new() { Id = id, DefinitionId = definitionId, DefinitionVersion = definitionVersion, Status = WorkflowStatus.Running, SubStatus = WorkflowSubStatus.Pending };
}
