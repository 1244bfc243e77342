using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>One account as an administrator sees it: the roles, the second factor, the log-ins and the programs.</summary>
/// <exception cref="NotFoundException">No such account.</exception>
public sealed record ManageAccountQuery(Guid AccountId) : IClientQuery<ManagedAccount>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>(AccountId);
}

/// <param name="Projects">Which they coordinate.</param>
/// <param name="OtherProjects">Which they could.</param>
/// <param name="IsOwn">Whether it is of who asks: of the own account nothing of this can be changed.</param>
/// <param name="Sessions">Log-ins that last.</param>
/// <param name="Tokens">Personal tokens that open something.</param>
public sealed record ManagedAccount(
    Guid Id, string UserName, string Name, IReadOnlyList<AccountRole> Roles, IReadOnlyList<string> Projects, IReadOnlyList<SelectListItem> OtherProjects, bool IsActive, bool IsOwn, bool HasFactor,
    int Sessions, int Tokens)
{
    public bool HasFixedRole => RoleRules.Alone.Contains(Roles[0]);
}

internal sealed class ManageAccountHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time) : IRequestHandler<ManageAccountQuery, ManagedAccount>
{
    public async Task<ManagedAccount> Handle(ManageAccountQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Administrator);
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == query.AccountId, cancellationToken) ?? throw new NotFoundException(nameof(Account), query.AccountId);
        await reads.RecordListAsync(actor, nameof(ManageAccountQuery), null, nameof(Account), [account.Id], cancellationToken);
        var projects = await db.Projects.OrderBy(p => p.Name).Select(p => new { p.Id, p.Name, IsTheirs = p.Coordinators.Any(c => c.AccountId == account.Id) }).ToListAsync(cancellationToken);
        return new ManagedAccount(
            account.Id, account.UserName!, account.DisplayName, [.. account.Roles.Select(r => r.Role).Order()],
            [.. projects.Where(p => p.IsTheirs).Select(p => p.Name)], [.. projects.Where(p => !p.IsTheirs).Select(p => new SelectListItem(p.Name, p.Id.ToString()))], account.IsActive, account.Id == actor.AccountId, account.TwoFactorEnabled,
            await db.Sessions.Lasting(time.GetUtcNow()).CountAsync(s => s.AccountId == account.Id, cancellationToken),
            await db.ApiTokens.Opening(time.Today()).CountAsync(t => t.AccountId == account.Id, cancellationToken));
    }
}
