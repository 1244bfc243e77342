using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Ends the log-in that the request came under: a copy of its cookie or token opens nothing any more.</summary>
/// <returns>By what one had logged in: it may have to be ended there too.</returns>
/// <exception cref="StepUpException">It came under a personal token, which is revoked and not ended.</exception>
public sealed record LogOutCommand : ICommand<LogInMeans>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Session>();
}

internal sealed class LogOutHandler(RegulatiefDbContext db, CurrentActor current, AuditTrail trail, TimeProvider time) : IRequestHandler<LogOutCommand, LogInMeans>
{
    public async Task<LogInMeans> Handle(LogOutCommand command, CancellationToken cancellationToken)
    {
        var id = current.SessionId ?? throw new StepUpException(StepUpException.NotWithToken);
        trail.About(AuditSubject.Of<Session>(id));
        await db.Sessions.Where(s => s.Id == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, time.GetUtcNow()), cancellationToken);
        return await db.Sessions.Where(s => s.Id == id).Select(s => s.By).SingleAsync(cancellationToken);
    }
}
