using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Contacts;

/// <summary>How a client is reached, to keep it up to date, and whether their volunteer may know.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>role-may-not</c>.</exception>
public sealed record ClientContactPageQuery(CaseId CaseId) : IClientQuery<ClientContactPage>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

/// <param name="Volunteer">Null between two volunteers.</param>
/// <param name="ConsentSince">When the client agreed that the volunteer may know; null while they did not.</param>
/// <param name="MayConsent">Whether the reader can write down that they do.</param>
public sealed record ClientContactPage(CaseId CaseId, int Number, string ClientName, bool IsClient, string? Volunteer, DateOnly? ConsentSince, bool MayConsent)
{
    public string CaseUrl => CaseUrlFor(IsClient, CaseId.Value);

    public string Url => UrlFor(IsClient, CaseId.Value);

    /// <summary>Filled with what stands there.</summary>
    public required ClientContactForm Form { get; init; }

    public ConsentForm Consent { get; init; } = new(null);

    internal static string CaseUrlFor(bool isClient, Guid caseId) => isClient ? "/mijn-traject" : $"/trajecten/{caseId}";

    internal static string UrlFor(bool isClient, Guid caseId) => $"{(isClient ? "/mijn-traject" : "/trajecten")}/{caseId}/contactgegevens";
}

public sealed record ClientContactForm(string? Phone, string? Email, ContactWay? Prefers)
{
    public SaveClientContactCommand For(Guid caseId) => new(CaseId.From(caseId), Phone, Email, Prefers);
}

public sealed record ConsentForm(DateOnly? GivenOn);

internal sealed class ClientContactPageHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<ClientContactPageQuery, ClientContactPage>
{
    public async Task<ClientContactPage> Handle(ClientContactPageQuery query, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(query.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Client);
        await reads.RecordAsync(actor, nameof(ClientContactPageQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);
        var (client, isClient) = (@case.Client, actor.Role == AccountRole.Client);
        var consent = await db.ContactConsents.LastingIn(@case).Select(c => (DateOnly?)c.GivenOn).SingleOrDefaultAsync(cancellationToken);
        return new ClientContactPage(
            @case.Id, @case.Number, client.NameFor(actor.Role), isClient, @case.CurrentAssignment?.Volunteer.NameFor(actor.Role), consent,
            !isClient && consent is null && @case is { IsClosed: false, CurrentAssignment: not null })
        {
            Form = new ClientContactForm(client.Phone, client.Email, client.PreferredContact),
        };
    }
}
