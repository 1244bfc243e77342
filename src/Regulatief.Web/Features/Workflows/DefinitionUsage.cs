using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Instances;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Workflows;

/// <summary>Which cases run which version of a definition: numbers, never whose they are.</summary>
/// <param name="Version">Only the cases of this one; null for all.</param>
/// <exception cref="NotFoundException">No such definition.</exception>
public sealed record DefinitionUsageQuery(string DefinitionId, int? Version, Page Page = default) : IPlainQuery<DefinitionUsage>
{
    AuditSubject IConcerns.Subject => AuditSubject.OfDefinition(DefinitionId);
}

/// <param name="Versions">The newest first.</param>
/// <param name="CanMove">Whether cases run another version than the published one.</param>
public sealed record DefinitionUsage(
    string DefinitionId, string Name, int? Version, IReadOnlyList<VersionUsage> Versions, IReadOnlyList<CaseOnVersion> Cases, int Page, int PageSize, int Total, bool CanMove);

public sealed record VersionUsage(int Version, string Name, bool IsPublished)
{
    public int Running { get; init; }

    /// <summary>Cases whose cycle ended on it.</summary>
    public int Ended { get; init; }
}

internal sealed class DefinitionUsageProfile : Profile
{
    public DefinitionUsageProfile() =>
        CreateMap<StoredDefinition, VersionUsage>().ForMember(v => v.Running, member => member.Ignore()).ForMember(v => v.Ended, member => member.Ignore());
}

/// <param name="Steps">Where it waits now, as the designer calls it.</param>
public sealed record CaseOnVersion(int CaseNumber, int Version, DateTimeOffset Since, IReadOnlyList<string> Steps);

internal sealed class DefinitionUsageHandler(RegulatiefDbContext db, IMapper mapper, Actor actor, DefinitionLibrary definitions) : IRequestHandler<DefinitionUsageQuery, DefinitionUsage>
{
    private const int PageSize = 50;

    /// <summary>What stands ready for an event all the time says nothing of where a case is.</summary>
    private const string EventType = "Elsa.Event";

    public async Task<DefinitionUsage> Handle(DefinitionUsageQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var known = await db.Definitions.Where(d => d.DefinitionId == query.DefinitionId).OrderByDescending(d => d.Version)
            .ProjectTo<VersionUsage>(mapper.ConfigurationProvider).ToListAsync(cancellationToken);
        if (known.Count == 0) throw new NotFoundException(nameof(StoredDefinition), query.DefinitionId);

        var counts = await db.Instances.Where(i => i.DefinitionId == query.DefinitionId && i.RiskSignalId == null && i.ParentId == null)
            .GroupBy(i => new { i.DefinitionVersion, i.Status }).Select(g => new { g.Key.DefinitionVersion, g.Key.Status, Cases = g.Count() }).ToListAsync(cancellationToken);
        var versions = known.ConvertAll(d => d with { Running = Count(d.Version, WorkflowStatus.Running), Ended = Count(d.Version, WorkflowStatus.Finished) });
        var shown = query.Version is { } one ? versions.Where(v => v.Version == one).ToList() : versions;
        var total = shown.Sum(v => v.Running);
        var page = query.Page.Of(total, PageSize);
        return new DefinitionUsage(
            query.DefinitionId, known[0].Name, query.Version, versions, await CasesAsync(query, page, cancellationToken), page.Number, page.Size, total,
            versions.Exists(v => v.IsPublished) && versions.Exists(v => !v.IsPublished && v.Running > 0));

        int Count(int version, WorkflowStatus status) => counts.Find(c => c.DefinitionVersion == version && c.Status == status)?.Cases ?? 0;
    }

    private async Task<List<CaseOnVersion>> CasesAsync(DefinitionUsageQuery query, PagePart page, CancellationToken cancellationToken)
    {
        var rows = await db.Instances.Cycles().Where(i => i.DefinitionId == query.DefinitionId && (query.Version == null || i.DefinitionVersion == query.Version))
            .Join(db.Cases, i => i.CaseId, c => c.Id, (i, c) => new { c.Number, i.DefinitionVersion, i.StartedAt, i.Id })
            .OrderBy(c => c.Number).On(page).ToListAsync(cancellationToken);
        var ids = rows.ConvertAll(r => r.Id);
        var waits = (await db.Bookmarks.Where(b => ids.Contains(b.InstanceId) && b.Name != EventType).Select(b => new { b.InstanceId, b.ActivityId }).ToListAsync(cancellationToken))
            .ToLookup(b => b.InstanceId, b => b.ActivityId);
        var cases = new List<CaseOnVersion>();
        foreach (var row in rows)
        {
            var definition = await definitions.GetAsync(db, query.DefinitionId, row.DefinitionVersion, cancellationToken);
            var steps = waits[row.Id].Select(id => definition.Find(id) is { } node ? node.DisplayText ?? node.Name ?? node.Id : id).Distinct();
            cases.Add(new CaseOnVersion(row.Number, row.DefinitionVersion, row.StartedAt, [.. steps]));
        }

        return cases;
    }
}
