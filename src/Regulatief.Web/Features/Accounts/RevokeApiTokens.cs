using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Revokes one of the own personal tokens.</summary>
/// <exception cref="NotFoundException">No such token of the own account, or it was revoked.</exception>
public sealed record RevokeApiTokenCommand(Guid TokenId) : ICommand<Guid>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<ApiToken>(TokenId);
}

/// <summary>Revokes all personal tokens of somebody, as an administrator.</summary>
/// <exception cref="NotFoundException">No such account.</exception>
public sealed record RevokeApiTokensOfCommand(Guid AccountId) : ICommand<int>, IStepsUp
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>(AccountId);
}

internal sealed class RevokeApiTokenHandler(RegulatiefDbContext db, Actor actor, AuditTrail trail, TimeProvider time) : IRequestHandler<RevokeApiTokenCommand, Guid>
{
    public async Task<Guid> Handle(RevokeApiTokenCommand command, CancellationToken cancellationToken)
    {
        var token = await db.ApiTokens.SingleOrDefaultAsync(t => t.Id == command.TokenId && t.AccountId == actor.AccountId && t.RevokedAt == null, cancellationToken)
            ?? throw new NotFoundException(nameof(ApiToken), command.TokenId);
        token.RevokedAt = time.GetUtcNow();
        trail.About(AuditSubject.Of<ApiToken>(token.Id));
        return token.Id;
    }
}

internal sealed class RevokeApiTokensOfHandler(RegulatiefDbContext db, Actor actor, AuditTrail trail, TimeProvider time) : IRequestHandler<RevokeApiTokensOfCommand, int>
{
    public async Task<int> Handle(RevokeApiTokensOfCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Administrator);
        if (!await db.Accounts.AnyAsync(a => a.Id == command.AccountId, cancellationToken)) throw new NotFoundException(nameof(Account), command.AccountId);
        trail.About(AuditSubject.Of<Account>(command.AccountId));
        return await db.ApiTokens.RevokeAsync(command.AccountId, time.GetUtcNow(), cancellationToken);
    }
}
