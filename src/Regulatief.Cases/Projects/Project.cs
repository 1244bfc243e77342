namespace Regulatief.Cases.Projects;

/// <summary>A project in which volunteers work beside professionals: COSA 1-op-1, pilot LJ&amp;R, pilotgroep A'dam.</summary>
public sealed class Project
{
    public ProjectId Id { get; init; } = ProjectId.New();

    public required string Name { get; set; }

    /// <summary>The workflow that a new case of this project runs.</summary>
    public required string WorkflowDefinitionId { get; set; }

    /// <summary>Shown wherever acute danger is invoked. Null when the project has none.</summary>
    public string? OnCallNumber { get; set; }

    public List<ProjectCoordinator> Coordinators { get; init; } = [];
}

/// <summary>A coordinator of the project; escalations go to the lowest rank first.</summary>
public sealed class ProjectCoordinator
{
    public required ProjectId ProjectId { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>1 is told first.</summary>
    public int Rank { get; set; } = 1;
}
