using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Engine.Instances;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Incidents;

/// <summary>Has all activities that failed for a cause outside them tried again. Each is a row of due work, so that a stop in the middle loses none.</summary>
/// <returns>How many were planned now.</returns>
public sealed record RetryIncidentsCommand : ICommand<int>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Incident>();
}

internal sealed class RetryIncidentsHandler(RegulatiefDbContext db, AuditTrail trail, TimeProvider time) : IRequestHandler<RetryIncidentsCommand, int>
{
    public async Task<int> Handle(RetryIncidentsCommand command, CancellationToken cancellationToken)
    {
        var open = await db.Incidents
            .Where(i => i.ResolvedAt == null && i.IsRetryable && !db.DueWork.Any(w => w.Kind == DueWorkKind.IncidentRetry && w.SubjectId == i.Id))
            .Join(db.Instances, i => i.InstanceId, instance => instance.Id, (i, instance) => new { i.Id, instance.CaseId }).ToListAsync(cancellationToken);
        db.PromiseRetries(open.Select(i => (i.CaseId, i.Id)), time.GetUtcNow());
        foreach (var incident in open) trail.About(AuditSubject.Of<Incident>(incident.CaseId, incident.Id));
        return open.Count;
    }
}
