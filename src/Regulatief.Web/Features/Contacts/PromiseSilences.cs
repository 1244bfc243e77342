using MediatR;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Contacts;

/// <summary>Promises a batch of pairings that it is noticed when no contact is logged: those that came to work together since the last turn, and those of a version that promised nothing.</summary>
/// <remarks>Of two nodes at once one does it: each promise is there once.</remarks>
public sealed record PromiseSilencesCommand : ICommand<bool>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<ContactSilence>();
}

internal sealed class PromiseSilencesHandler(RegulatiefDbContext db, TimeProvider time) : IRequestHandler<PromiseSilencesCommand, bool>
{
    private const int BatchSize = 200;

    /// <returns>Whether there may be more.</returns>
    public async Task<bool> Handle(PromiseSilencesCommand command, CancellationToken cancellationToken) =>
        await db.PromiseSilencesAsync(BatchSize, time.GetUtcNow(), cancellationToken) == BatchSize;
}
