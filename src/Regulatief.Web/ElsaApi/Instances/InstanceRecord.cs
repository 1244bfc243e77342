using Regulatief.Engine.Instances;

namespace Regulatief.Web.ElsaApi.Instances;

/// <summary>An instance as the viewer shows it: of a real case, or a test run.</summary>
/// <param name="DefinitionVersionId">The version's own id.</param>
public sealed record InstanceRecord(
    WorkflowInstance Instance, string DefinitionVersionId, string DefinitionName, DateTimeOffset StartedAt, DateTimeOffset UpdatedAt, bool IsTestRun)
{
    public Guid Id => Instance.Id;

    public IReadOnlyList<JournalEntry> Journal { get; init; } = [];

    public IReadOnlyList<Incident> Incidents { get; init; } = [];
}
