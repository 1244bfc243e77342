using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Engine.Instances;
using Regulatief.Web.ElsaApi.TestRuns;

namespace Regulatief.Web.ElsaApi.Instances;

/// <summary>One visit to an activity, of whatever instance; of one that follows a risk signal it is not found.</summary>
/// <exception cref="NotFoundException">No such visit.</exception>
public sealed record FindVisitQuery(string Id) : IRequest<ActivityVisit>;

internal sealed class FindVisitHandler(RegulatiefDbContext db, TestRunShelf shelf, Actor actor) : IRequestHandler<FindVisitQuery, ActivityVisit>
{
    public async Task<ActivityVisit> Handle(FindVisitQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var id = Guid.TryParse(query.Id, out var parsed) ? parsed : throw new NotFoundException(nameof(ActivityExecution), query.Id);
        var ofTest = shelf.All.SelectMany(InstanceJson.Visits).FirstOrDefault(v => v.Id == id.ToString("N"));
        if (ofTest is not null) return ofTest;

        var entries = await db.Journal.AsNoTracking().Where(e => e.ActivityExecutionId == id && db.Instances.Any(i => i.Id == e.InstanceId && i.RiskSignalId == null))
            .OrderBy(e => e.Sequence).ToListAsync(cancellationToken);
        if (entries.Count == 0) throw new NotFoundException(nameof(ActivityExecution), query.Id);

        var instanceId = entries[0].InstanceId;
        var stored = await db.Instances.AsNoTracking().SingleAsync(i => i.Id == instanceId, cancellationToken);
        var instance = InstanceSerializer.Read(stored.StateJson);
        var record = new InstanceRecord(instance, "", "", stored.StartedAt, stored.UpdatedAt, IsTestRun: false) { Incidents = instance.Incidents };
        return ActivityVisit.Of(record, [.. entries.Select(e => new JournalEntry(
            e.Sequence, e.ActivityId, e.NodeId, e.ActivityType, e.ActivityExecutionId, e.Event, e.Outcomes.Length == 0 ? [] : e.Outcomes.Split(','), e.At))]);
    }
}
