using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Ends one of the own sessions, on another device; or all but the one that asks.</summary>
/// <param name="SessionId">Null for all others.</param>
/// <exception cref="NotFoundException">No such session of the own account.</exception>
public sealed record EndSessionsCommand(Guid? SessionId) : ICommand<int>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Session>(SessionId);
}

/// <summary>Ends all sessions of somebody, as an administrator: a device is lost, or somebody walked away from one that others use.</summary>
/// <exception cref="NotFoundException">No such account.</exception>
public sealed record EndSessionsOfCommand(Guid AccountId) : ICommand<int>, IStepsUp
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>(AccountId);
}

internal sealed class EndSessionsHandler(RegulatiefDbContext db, CurrentActor current, AuditTrail trail, TimeProvider time) : IRequestHandler<EndSessionsCommand, int>
{
    public async Task<int> Handle(EndSessionsCommand command, CancellationToken cancellationToken)
    {
        var (account, now) = (current.Value.AccountId, time.GetUtcNow());
        trail.About(command.SessionId is { } one ? AuditSubject.Of<Session>(one) : AuditSubject.Of<Account>(account));
        if (command.SessionId is null) return await db.Sessions.EndAsync(account, current.SessionId, now, cancellationToken);

        var ended = await db.Sessions.Where(s => s.Id == command.SessionId && s.AccountId == account)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, s => s.EndedAt ?? now), cancellationToken);
        return ended > 0 ? ended : throw new NotFoundException(nameof(Session), command.SessionId);
    }
}

internal sealed class EndSessionsOfHandler(RegulatiefDbContext db, Actor actor, AuditTrail trail, TimeProvider time) : IRequestHandler<EndSessionsOfCommand, int>
{
    public async Task<int> Handle(EndSessionsOfCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Administrator);
        if (!await db.Accounts.AnyAsync(a => a.Id == command.AccountId, cancellationToken)) throw new NotFoundException(nameof(Account), command.AccountId);
        trail.About(AuditSubject.Of<Account>(command.AccountId));
        return await db.Sessions.EndAsync(command.AccountId, butNot: null, time.GetUtcNow(), cancellationToken);
    }
}
