using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Instances;
using Regulatief.Web.ElsaApi.TestRuns;

namespace Regulatief.Web.ElsaApi.Instances;

/// <summary>One instance with its journal. One that follows a risk signal is not found.</summary>
/// <exception cref="NotFoundException">No such instance.</exception>
public sealed record ShowInstanceQuery(string Id) : IRequest<InstanceRecord>;

internal sealed class ShowInstanceHandler(RegulatiefDbContext db, TestRunShelf shelf, Actor actor) : IRequestHandler<ShowInstanceQuery, InstanceRecord>
{
    public async Task<InstanceRecord> Handle(ShowInstanceQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        if (!Guid.TryParse(query.Id, out var guid)) throw new NotFoundException(nameof(WorkflowInstance), query.Id);
        if (shelf.Find(guid) is { } run) return run;

        var id = WorkflowInstanceId.From(guid);
        var stored = await db.Instances.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.RiskSignalId == null, cancellationToken)
            ?? throw new NotFoundException(nameof(WorkflowInstance), query.Id);
        var definition = await db.Definitions.Where(d => d.DefinitionId == stored.DefinitionId && d.Version == stored.DefinitionVersion)
            .Select(d => new { d.Id, d.Name }).SingleAsync(cancellationToken);
        var journal = await db.Journal.AsNoTracking().Where(e => e.InstanceId == id).OrderBy(e => e.Sequence).ToListAsync(cancellationToken);
        var instance = InstanceSerializer.Read(stored.StateJson);
        return new InstanceRecord(instance, definition.Id.ToString("N"), definition.Name, stored.StartedAt, stored.UpdatedAt, IsTestRun: false)
        {
            Journal = [.. journal.Select(e => new JournalEntry(
                e.Sequence, e.ActivityId, e.NodeId, e.ActivityType, e.ActivityExecutionId, e.Event, e.Outcomes.Length == 0 ? [] : e.Outcomes.Split(','), e.At))],
            Incidents = instance.Incidents,
        };
    }
}
