using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.ClientRequests;

/// <summary>What the form of a request shows: to the client, and to the professional who writes it down for one without an account.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>client-request-own</c>; <c>role-may-not</c>.</exception>
public sealed record ClientRequestPageQuery(CaseId CaseId, ClientRequestKind Kind) : IClientQuery<ClientRequestPage>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

/// <param name="Subjects">What it may be about.</param>
public sealed record ClientRequestPage(CaseId CaseId, int Number, string ClientName, ClientRequestKind Kind, bool IsClient, IReadOnlyList<ClientRequestSubject> Subjects)
{
    public string CaseUrl => IsClient ? "/mijn-traject" : $"/trajecten/{CaseId}";

    public ClientRequestFields Form { get; init; } = new(null, null);
}

/// <param name="About">One of the subjects, as <see cref="ValueOf"/> writes it.</param>
public sealed record ClientRequestFields(string? About, string? Words)
{
    public static string ValueOf(ClientRequestSubject subject) => subject.Id is { } id ? $"{subject.About}.{id}" : subject.About.ToString();

    public MakeClientRequestCommand For(Guid caseId, ClientRequestKind kind)
    {
        var parts = About?.Split('.') ?? [];
        return new MakeClientRequestCommand(
            CaseId.From(caseId), kind, Words,
            parts.Length > 0 && Enum.TryParse<ClientRequestAbout>(parts[0], out var about) ? about : null,
            parts.Length > 1 && Guid.TryParse(parts[1], out var id) ? id : null);
    }
}

internal sealed class ClientRequestPageHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<ClientRequestPageQuery, ClientRequestPage>
{
    public async Task<ClientRequestPage> Handle(ClientRequestPageQuery query, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(query.Case, actor, cancellationToken);
        await db.RefuseUnlessMayAskAsync(@case, query.Kind, actor, cancellationToken);
        await reads.RecordAsync(actor, nameof(ClientRequestPageQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);
        return new ClientRequestPage(
            @case.Id, @case.Number, @case.Client.NameFor(actor.Role), query.Kind, actor.Role == AccountRole.Client,
            ClientRequest.IsAboutText(query.Kind) ? await db.SubjectsOfRequestsAsync(@case, actor, cancellationToken) : []);
    }
}
