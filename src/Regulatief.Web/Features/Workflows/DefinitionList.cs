using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Workflows;

/// <summary>The definitions with their versions, and how many cases run each.</summary>
public sealed record DefinitionListQuery : IPlainQuery<DefinitionListResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<StoredDefinition>();
}

/// <param name="KeptAsDraft">Versions that arrived over one that was changed here, and wait for a decision.</param>
public sealed record DefinitionListResult(IReadOnlyList<DefinitionItem> Definitions, IReadOnlyList<Guid> KeptAsDraft);

/// <param name="IsBranch">Whether it was kept apart from another, and can be merged into it.</param>
/// <param name="Versions">The newest first.</param>
public sealed record DefinitionItem(string DefinitionId, string Name, bool IsBranch, IReadOnlyList<DefinitionVersion> Versions);

public sealed record DefinitionVersion(Guid Id, string DefinitionId, string Name, int Version, bool IsPublished, DateTimeOffset SavedAt)
{
    /// <summary>Of the cycle itself; how many signals are followed nobody learns here.</summary>
    public int RunningCases { get; init; }
}

internal sealed class DefinitionListProfile : Profile
{
    public DefinitionListProfile() => CreateMap<StoredDefinition, DefinitionVersion>().ForMember(v => v.RunningCases, member => member.Ignore());
}

internal sealed class DefinitionListHandler(RegulatiefDbContext db, IMapper mapper, Actor actor) : IRequestHandler<DefinitionListQuery, DefinitionListResult>
{
    public async Task<DefinitionListResult> Handle(DefinitionListQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var versions = await db.Definitions.OrderBy(d => d.Name).ThenByDescending(d => d.Version).ProjectTo<DefinitionVersion>(mapper.ConfigurationProvider).ToListAsync(cancellationToken);
        var running = await db.Instances.Cycles().GroupBy(i => new { i.DefinitionId, i.DefinitionVersion }).Select(g => new { g.Key.DefinitionId, g.Key.DefinitionVersion, Cases = g.Count() })
            .ToDictionaryAsync(g => (g.DefinitionId, g.DefinitionVersion), g => g.Cases, cancellationToken);
        var branches = await db.DefinitionBranches.Select(b => b.DefinitionId).ToHashSetAsync(cancellationToken);
        var drafts = await db.Notices.Where(n => n.AccountId == actor.AccountId && n.Kind == NoticeKind.DefinitionKeptAsDraft && n.ReadAt == null)
            .Select(n => n.SubjectId).ToListAsync(cancellationToken);
        return new DefinitionListResult(
            [.. versions.GroupBy(d => d.DefinitionId).Select(g => new DefinitionItem(
                g.Key, g.First().Name, branches.Contains(g.Key), [.. g.Select(v => v with { RunningCases = running.GetValueOrDefault((v.DefinitionId, v.Version)) }).OrderByDescending(v => v.Version)]))],
            [.. drafts.OfType<Guid>()]);
    }
}
