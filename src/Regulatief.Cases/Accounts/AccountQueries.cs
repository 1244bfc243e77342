using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Projects;

namespace Regulatief.Cases.Accounts;

public static class AccountQueries
{
    /// <summary>Those who have this role, beside others or not, and can log in.</summary>
    public static IQueryable<Account> Active(this IQueryable<Account> accounts, AccountRole role) => accounts.Where(a => a.IsActive && a.Roles.Any(r => r.Role == role));

    /// <summary>The coordinators of a project who can log in, the first one first.</summary>
    public static IQueryable<Guid> ActiveCoordinatorsOf(this RegulatiefDbContext db, ProjectId project) =>
        db.Projects.Where(p => p.Id == project).SelectMany(p => p.Coordinators)
            .Join(db.Accounts.Active(AccountRole.Coordinator), c => c.AccountId, a => a.Id, (c, a) => new { c.Rank, a.Id })
            .OrderBy(c => c.Rank).ThenBy(c => c.Id).Select(c => c.Id);

    /// <summary>Each role, of these, of those who can log in: who has two is there twice.</summary>
    public static IQueryable<HeldRole> ActiveIn(this IQueryable<Account> accounts, IReadOnlyList<AccountRole> roles) =>
        accounts.Where(a => a.IsActive).SelectMany(a => a.Roles).Where(r => roles.Contains(r.Role));

    /// <summary>The roles of one account, in the order in which they are always told.</summary>
    public static async Task<IReadOnlyList<AccountRole>> RolesOfAsync(this RegulatiefDbContext db, Guid accountId, CancellationToken cancellationToken) =>
        [.. (await db.Accounts.Where(a => a.Id == accountId).SelectMany(a => a.Roles).Select(r => r.Role).ToListAsync(cancellationToken)).Order()];
}
