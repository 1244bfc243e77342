using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.DueWorks;

/// <summary>Keeps why a promise could not be kept: it is tried again later, and parked after too many times.</summary>
/// <param name="Failure">A code, a type or ids; no client content. Our own words, cut where they are kept.</param>
public sealed record RecordFailedWorkCommand(Guid DueWorkId, [property: AtMost(int.MaxValue)] string Failure) : ICommand<Unit>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of(CaseKey.OfDueWork(DueWorkId));
}

internal sealed class RecordFailedWorkHandler(RegulatiefDbContext db, TimeProvider time) : IRequestHandler<RecordFailedWorkCommand, Unit>
{
    public async Task<Unit> Handle(RecordFailedWorkCommand command, CancellationToken cancellationToken)
    {
        // Gone when another worker kept the promise meanwhile.
        if (await db.DueWork.FindAsync([command.DueWorkId], cancellationToken) is { } work) work.Fail(command.Failure, time.GetUtcNow());
        return Unit.Value;
    }
}
