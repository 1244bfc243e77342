using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi.Definitions;

/// <summary>Definitions as a list, in Elsa's words.</summary>
/// <param name="Page">From 0.</param>
/// <param name="Ids">Of versions; null for all.</param>
public sealed record ListDefinitionsQuery(
    string? VersionOptions, string? SearchTerm, int? Page, int? PageSize, string? OrderBy, string? OrderDirection, string[]? DefinitionIds, string[]? Ids)
    : IPlainQuery<ListDefinitionsResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<StoredDefinition>();
}

public sealed record ListDefinitionsResult(IReadOnlyList<DefinitionSummary> Items, int TotalCount, IReadOnlyList<ElsaLink> Links);

public sealed record DefinitionSummary(string Id, string DefinitionId, string Name, int Version, bool IsLatest, bool IsPublished, DateTimeOffset CreatedAt, string? Description)
{
    public string MaterializerName => "Json";

    public bool IsMaterializerAvailable => true;

    public bool IsReadonly => false;

    public IReadOnlyList<ElsaLink> Links => DefinitionLinks.Of(DefinitionId);
}

internal sealed class ListDefinitionsProfile : Profile
{
    public ListDefinitionsProfile() => CreateMap<StoredDefinition, DefinitionSummary>()
        .ForCtorParam(nameof(DefinitionSummary.Id), parameter => parameter.MapFrom(d => d.Id.ToString("N")))
        .ForCtorParam(nameof(DefinitionSummary.CreatedAt), parameter => parameter.MapFrom(d => d.SavedAt))
        .ForMember(d => d.Links, member => member.Ignore());
}

internal sealed class ListDefinitionsHandler(RegulatiefDbContext db, IMapper mapper, Actor actor) : IRequestHandler<ListDefinitionsQuery, ListDefinitionsResult>
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1_000;

    public async Task<ListDefinitionsResult> Handle(ListDefinitionsQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var found = db.Definitions.InVersion(query.VersionOptions);
        if (query.SearchTerm is { Length: > 0 } term)
        {
            var lower = term.ToLowerInvariant();
#pragma warning disable CA1304, CA1311, CA1862 // Translated to SQL, which knows no culture.
            found = found.Where(d => d.Name.ToLower().Contains(lower) || d.DefinitionId.ToLower().Contains(lower));
#pragma warning restore CA1304, CA1311, CA1862
        }

        if (query.DefinitionIds is { Length: > 0 } definitionIds) found = found.Where(d => definitionIds.Contains(d.DefinitionId));
        if (query.Ids is { Length: > 0 } ids)
        {
            var keys = ids.Select(id => Guid.TryParse(id, out var key) ? key : Guid.Empty).ToList();
            found = found.Where(d => keys.Contains(d.Id));
        }

        var size = Math.Clamp(query.PageSize ?? DefaultPageSize, 1, MaxPageSize);
        var descending = query.OrderDirection == "Descending";
        var ordered = query.OrderBy == "Created"
            ? descending ? found.OrderByDescending(d => d.SavedAt) : found.OrderBy(d => d.SavedAt)
            : descending ? found.OrderByDescending(d => d.Name) : found.OrderBy(d => d.Name);
        var total = await found.CountAsync(cancellationToken);
        var page = await ordered.ThenByDescending(d => d.Version).On(Page.FromZero(query.Page).Of(total, size))
            .ProjectTo<DefinitionSummary>(mapper.ConfigurationProvider).ToListAsync(cancellationToken);
        return new ListDefinitionsResult(page, total, DefinitionLinks.OfList);
    }
}
