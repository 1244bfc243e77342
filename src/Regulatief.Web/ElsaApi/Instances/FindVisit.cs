using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
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

        var instanceId = await db.Journal.Where(e => e.ActivityExecutionId == id).Select(e => (WorkflowInstanceId?)e.InstanceId).FirstOrDefaultAsync(cancellationToken);
        var record = instanceId is null ? null : await InstanceRecord.ReadAsync(db, instanceId.Value, cancellationToken);
        return record is null
            ? throw new NotFoundException(nameof(ActivityExecution), query.Id)
            : ActivityVisit.Of(record, [.. record.Journal.Where(e => e.ActivityExecutionId == id)]);
    }
}
