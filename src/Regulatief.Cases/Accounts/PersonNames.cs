using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Clients;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.Accounts;

/// <summary>By which name a person is known to a role: the one place that decides it, for pages, API, timeline and notices alike.</summary>
/// <remarks>
/// Client and volunteer know each other, and volunteers their predecessors, by the first name. Who works here is named in full to everyone. A privacy
/// officer judges what was done, not whom it was about: to them a client has no name.
/// </remarks>
public static class PersonNames
{
    /// <param name="reader">Null for the system.</param>
    public static string NameFor(this Client client, AccountRole? reader) => reader switch
    {
        AccountRole.Volunteer or AccountRole.Client => client.FirstName,
        AccountRole.PrivacyOfficer => "",
        _ => client.FullName,
    };

    /// <param name="reader">Null for the system.</param>
    public static string NameFor(this Volunteer volunteer, AccountRole? reader) =>
        reader is AccountRole.Volunteer or AccountRole.Client ? volunteer.FirstName : volunteer.FullName;

    /// <summary>The names of these accounts as the reader may know them; an account's own name is its owner's full one.</summary>
    public static async Task<Dictionary<Guid, string>> NamesForAsync(
        this RegulatiefDbContext db, AccountRole? reader, IReadOnlyCollection<Guid> accounts, CancellationToken cancellationToken)
    {
        if (accounts.Count == 0) return [];
        var people = await db.Accounts.Where(a => accounts.Contains(a.Id)).Select(a => new
        {
            a.Id, a.DisplayName, IsClient = a.Roles.Any(r => r.Role == AccountRole.Client), IsVolunteer = a.Roles.Any(r => r.Role == AccountRole.Volunteer),
        }).ToListAsync(cancellationToken);
        var clients = await db.Clients.Where(c => c.AccountId != null && accounts.Contains(c.AccountId.Value)).AsNoTracking().ToListAsync(cancellationToken);
        var volunteers = await db.Volunteers.Where(v => accounts.Contains(v.AccountId)).AsNoTracking().ToListAsync(cancellationToken);
        return people.ToDictionary(p => p.Id, p => p switch
        {
            { IsClient: true } => clients.Find(c => c.AccountId == p.Id)?.NameFor(reader) ?? "",
            { IsVolunteer: true } => volunteers.Find(v => v.AccountId == p.Id)?.NameFor(reader) ?? "",
            _ => p.DisplayName,
        });
    }
}
