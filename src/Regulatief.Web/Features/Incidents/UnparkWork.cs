using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Incidents;

/// <summary>Lets parked work be tried again, when its cause is gone.</summary>
/// <param name="DueWorkId">Null for all that is parked.</param>
/// <returns>How many rows it was.</returns>
public sealed record UnparkWorkCommand(Guid? DueWorkId) : ICommand<int>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<DueWork>(DueWorkId);
}

internal sealed class UnparkWorkHandler(RegulatiefDbContext db, AuditTrail trail) : IRequestHandler<UnparkWorkCommand, int>
{
    public async Task<int> Handle(UnparkWorkCommand command, CancellationToken cancellationToken)
    {
        var parked = await db.DueWork.Where(w => w.ParkedAt != null && (command.DueWorkId == null || w.Id == command.DueWorkId)).ToListAsync(cancellationToken);
        foreach (var work in parked)
        {
            work.Unpark();
            trail.About(AuditSubject.Of<DueWork>(work.CaseId, work.Id));
        }

        return parked.Count;
    }
}
