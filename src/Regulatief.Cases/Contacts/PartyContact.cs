using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Contacts;

/// <summary>Somebody of a case, with how they are reached as far as the reader may know.</summary>
/// <param name="Phone">Null when it is not known, or not to the reader; as the mail and the wish.</param>
/// <param name="Prefers">How they would like to be reached.</param>
public sealed record PartyContact(CaseRole Party, Guid? AccountId, string Name, string? Phone, string? Email, ContactWay? Prefers);

public static class PartyContacts
{
    /// <summary>Who is around the client, and the client: in the order of <see cref="CaseRole"/>, the coordinators who can log in by their rank.</summary>
    /// <remarks>
    /// Who works here is reached by all, and by mail by colleagues alone. How the client is reached those know whose work the case is, and the client; a volunteer while the client agrees
    /// (<see cref="ContactConsent"/>). How the volunteer is reached those who work here know, and not the client.
    /// </remarks>
    /// <param name="case">One that the actor sees, with its client and assignments.</param>
    /// <param name="isWork">Whether it is the actor's work.</param>
    public static async Task<IReadOnlyList<PartyContact>> ContactsOfAsync(this RegulatiefDbContext db, Case @case, Actor actor, bool isWork, CancellationToken cancellationToken)
    {
        var coordinators = await db.ActiveCoordinatorsOf(@case.ProjectId).ToListAsync(cancellationToken);
        var volunteer = @case.CurrentAssignment?.Volunteer;
        List<Guid> ids = [.. coordinators, @case.ProfessionalId, .. volunteer is null ? [] : new[] { volunteer.AccountId }];
        var accounts = await db.Accounts.Where(a => ids.Contains(a.Id))
            .Select(a => new { a.Id, a.DisplayName, a.PhoneNumber, a.Email, a.PreferredContact }).ToDictionaryAsync(a => a.Id, cancellationToken);
        var isClient = actor.Role == AccountRole.Client;
        var isColleague = actor.Role is { } role && NeedToKnow.Staff.Contains(role);
        var knowsClient = actor.Role == AccountRole.Volunteer ? await db.MayVolunteerReachClientAsync(@case, cancellationToken) : isWork;

        var client = @case.Client;
        List<PartyContact> contacts =
        [
            knowsClient
                ? new(CaseRole.Client, client.AccountId, client.NameFor(actor.Role), client.Phone, client.Email, client.PreferredContact)
                : new(CaseRole.Client, client.AccountId, client.NameFor(actor.Role), null, null, null),
        ];
        if (volunteer is not null) contacts.Add(Of(CaseRole.Volunteer, volunteer.AccountId, isKnown: !isClient) with { Name = volunteer.NameFor(actor.Role) });
        contacts.Add(Of(CaseRole.Professional, @case.ProfessionalId, isKnown: true));
        contacts.AddRange(coordinators.Select(id => Of(CaseRole.Coordinator, id, isKnown: !isClient)));
        return contacts;

        PartyContact Of(CaseRole party, Guid id, bool isKnown)
        {
            var account = accounts[id];
            if (!isKnown) return new PartyContact(party, id, account.DisplayName, null, null, null);
            var readsMail = isColleague || id == actor.AccountId;
            var wish = isClient || (account.PreferredContact == ContactWay.Email && !readsMail) ? null : account.PreferredContact;
            return new PartyContact(party, id, account.DisplayName, account.PhoneNumber, readsMail ? account.Email : null, wish);
        }
    }
}
