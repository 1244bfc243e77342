using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Instances;

namespace Regulatief.Web.ElsaApi.Instances;

/// <summary>An instance as the viewer shows it: of a real case, or a test run.</summary>
/// <param name="DefinitionVersionId">The version's own id.</param>
public sealed record InstanceRecord(
    WorkflowInstance Instance, string DefinitionVersionId, string DefinitionName, DateTimeOffset StartedAt, DateTimeOffset UpdatedAt, bool IsTestRun)
{
    private readonly IReadOnlyList<JournalEntry> _journal = [];

    public Guid Id => Instance.Id;

    /// <summary>Null for a test run.</summary>
    public CaseId? CaseId { get; init; }

    /// <summary>With the node ids that Studio has.</summary>
    public IReadOnlyList<JournalEntry> Journal
    {
        get => _journal;
        init => _journal = [.. value.Select(e => e with { NodeId = StudioNodeId(e.NodeId) })];
    }

    public IReadOnlyList<Incident> Incidents { get; init; } = [];

    /// <summary>The path to a node as Studio writes it: from the definition, where ours begins with Elsa's name for any workflow.</summary>
    public string StudioNodeId(string nodeId) => nodeId.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 ? Instance.DefinitionId + nodeId[colon..] : nodeId;

    /// <summary>Null when there is none, or when it follows a risk signal: nobody learns here that it exists.</summary>
    internal static async Task<InstanceRecord?> ReadAsync(RegulatiefDbContext db, WorkflowInstanceId id, CancellationToken cancellationToken)
    {
        var stored = await db.Instances.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.RiskSignalId == null, cancellationToken);
        if (stored is null) return null;

        // One that has not begun has no version yet: it will take the one that is published then, if there is one.
        var definition = await db.Definitions.Where(d => d.DefinitionId == stored.DefinitionId && (stored.DefinitionVersion == 0 ? d.IsPublished : d.Version == stored.DefinitionVersion))
            .Select(d => new { d.Id, d.Name }).SingleOrDefaultAsync(cancellationToken);
        var journal = await db.Journal.AsNoTracking().Where(e => e.InstanceId == id).OrderBy(e => e.Sequence).ToListAsync(cancellationToken);
        var instance = InstanceSerializer.Read(stored.StateJson);
        return new InstanceRecord(instance, definition?.Id.ToString("N") ?? "", definition?.Name ?? stored.DefinitionId, stored.StartedAt, stored.UpdatedAt, IsTestRun: false)
        {
            Journal = [.. journal.Select(e => new JournalEntry(
                e.Sequence, e.ActivityId, e.NodeId, e.ActivityType, e.ActivityExecutionId, e.Event, JoinedList.Split(e.Outcomes), e.At))],
            Incidents = instance.Incidents,
            CaseId = stored.CaseId,
        };
    }

    /// <summary>What happened in somebody's case, step by step, leaves a row; a test run is of nobody.</summary>
    internal async Task<InstanceRecord> ReadByAsync(Actor actor, string action, ReadAudit reads, CancellationToken cancellationToken)
    {
        if (CaseId is { } caseId) await reads.RecordAsync(actor, action, caseId, nameof(WorkflowInstance), Id, cancellationToken);
        else await reads.RecordListAsync(actor, action, null, nameof(WorkflowInstance), [], cancellationToken);
        return this;
    }
}
