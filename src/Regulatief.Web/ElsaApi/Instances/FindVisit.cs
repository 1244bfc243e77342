using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Instances;
using Regulatief.Web.ElsaApi.TestRuns;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi.Instances;

/// <summary>One visit to an activity, of whatever instance; of one that follows a risk signal it is not found.</summary>
/// <exception cref="NotFoundException">No such visit.</exception>
public sealed record FindVisitQuery(string Id) : IClientQuery<ActivityVisit>
{
    AuditSubject IConcerns.Subject => AuditSubject.Named<ActivityExecution>(Id);
}

internal sealed class FindVisitHandler(RegulatiefDbContext db, TestRunShelf shelf, Actor actor, ReadAudit reads) : IRequestHandler<FindVisitQuery, ActivityVisit>
{
    public async Task<ActivityVisit> Handle(FindVisitQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var id = Guid.TryParse(query.Id, out var parsed) ? parsed : throw new NotFoundException(nameof(ActivityExecution), query.Id);
        var record = shelf.All.FirstOrDefault(run => run.Journal.Any(e => e.ActivityExecutionId == id)) ?? await OfCaseAsync(id, cancellationToken)
            ?? throw new NotFoundException(nameof(ActivityExecution), query.Id);
        await record.ReadByAsync(actor, nameof(FindVisitQuery), reads, cancellationToken);
        return ActivityVisit.Of(record, [.. record.Journal.Where(e => e.ActivityExecutionId == id)]);
    }

    private async Task<InstanceRecord?> OfCaseAsync(Guid visitId, CancellationToken cancellationToken)
    {
        var instanceId = await db.Journal.Where(e => e.ActivityExecutionId == visitId).Select(e => (WorkflowInstanceId?)e.InstanceId).FirstOrDefaultAsync(cancellationToken);
        return instanceId is null ? null : await InstanceRecord.ReadAsync(db, instanceId.Value, cancellationToken);
    }
}
