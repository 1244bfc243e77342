using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Accounts;

/// <summary>The own account, and where it is logged in now.</summary>
public sealed record MyAccountQuery : IPlainQuery<MyAccount>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>();
}

public sealed record MyAccount(string UserName, string Name, AccountRole Role, IReadOnlyList<SessionItem> Sessions);

/// <param name="IsThis">Whether it is the one that asks.</param>
public sealed record SessionItem(Guid Id, SessionKind Kind, string Device, string? Address, DateTimeOffset StartedAt, DateTimeOffset LastSeenAt, bool IsThis);

internal sealed class MyAccountHandler(RegulatiefDbContext db, CurrentActor current, TimeProvider time) : IRequestHandler<MyAccountQuery, MyAccount>
{
    public async Task<MyAccount> Handle(MyAccountQuery query, CancellationToken cancellationToken)
    {
        var (id, session) = (current.Value.AccountId, current.SessionId);
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == id, cancellationToken);
        var sessions = await db.Sessions.Lasting(time.GetUtcNow()).Where(s => s.AccountId == id).OrderByDescending(s => s.StartedAt)
            .Select(s => new SessionItem(s.Id, s.Kind, s.Device, s.Address, s.StartedAt, s.LastSeenAt, s.Id == session)).ToListAsync(cancellationToken);
        return new MyAccount(account.UserName!, account.DisplayName, account.Role, sessions);
    }
}
