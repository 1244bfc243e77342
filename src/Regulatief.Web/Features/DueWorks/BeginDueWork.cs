using MediatR;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.DueWorks;

/// <summary>Counts that promises are begun, in a commit of its own before they are tried: what kills the process each time is parked instead.</summary>
/// <param name="Process">The process that is to do them.</param>
public sealed record BeginDueWorkCommand(IReadOnlyList<Guid> DueWorkIds, Guid Process) : ICommand<Unit>
{
    /// <summary>The process that this is.</summary>
    public static Guid ThisProcess { get; } = Guid.NewGuid();

    AuditSubject IConcerns.Subject => AuditSubject.None;
}

internal sealed class BeginDueWorkHandler(RegulatiefDbContext db, AuditTrail trail, TimeProvider time) : IRequestHandler<BeginDueWorkCommand, Unit>
{
    public async Task<Unit> Handle(BeginDueWorkCommand command, CancellationToken cancellationToken)
    {
        var parked = await db.BeginAsync(command.DueWorkIds, command.Process, time.GetUtcNow(), cancellationToken);
        foreach (var work in parked) trail.About(AuditSubject.Of<DueWork>(work.CaseId, work.Id), DueWork.KilledTheProcess);
        return Unit.Value;
    }
}
