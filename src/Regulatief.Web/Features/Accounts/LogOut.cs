using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Ends the log-in that the request came under: a copy of its cookie or token opens nothing any more.</summary>
public sealed record LogOutCommand : ICommand<Unit>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Session>();
}

internal sealed class LogOutHandler(RegulatiefDbContext db, CurrentActor current, AuditTrail trail, TimeProvider time) : IRequestHandler<LogOutCommand, Unit>
{
    public async Task<Unit> Handle(LogOutCommand command, CancellationToken cancellationToken)
    {
        var id = current.SessionId ?? throw new InvalidOperationException($"{current.Value.AccountId} has no session to log out of.");
        trail.About(AuditSubject.Of<Session>(id));
        await db.Sessions.Where(s => s.Id == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, time.GetUtcNow()), cancellationToken);
        return Unit.Value;
    }
}
