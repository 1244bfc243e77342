using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Accounts;

public static class AccountQueries
{
    /// <summary>Those who have this role, beside others or not, and can log in.</summary>
    public static IQueryable<Account> Active(this IQueryable<Account> accounts, AccountRole role) => accounts.Where(a => a.IsActive && a.Roles.Any(r => r.Role == role));

    /// <summary>Each role, of these, of those who can log in: who has two is there twice.</summary>
    public static IQueryable<HeldRole> ActiveIn(this IQueryable<Account> accounts, IReadOnlyList<AccountRole> roles) =>
        accounts.Where(a => a.IsActive).SelectMany(a => a.Roles).Where(r => roles.Contains(r.Role));

    /// <summary>The roles of one account, in the order in which they are always told.</summary>
    public static async Task<IReadOnlyList<AccountRole>> RolesOfAsync(this RegulatiefDbContext db, Guid accountId, CancellationToken cancellationToken) =>
        [.. (await db.Accounts.Where(a => a.Id == accountId).SelectMany(a => a.Roles).Select(r => r.Role).ToListAsync(cancellationToken)).Order()];
}
