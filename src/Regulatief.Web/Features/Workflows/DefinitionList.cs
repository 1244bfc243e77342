using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Instances;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Workflows;

/// <summary>The definitions with their versions, and how many cases run each.</summary>
public sealed record DefinitionListQuery : IPlainQuery<DefinitionListResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<StoredDefinition>();
}

/// <param name="KeptAsDraft">Versions that arrived over one that was changed here, and wait for a decision.</param>
public sealed record DefinitionListResult(IReadOnlyList<DefinitionItem> Definitions, IReadOnlyList<Guid> KeptAsDraft);

public sealed record DefinitionItem(string DefinitionId, string Name, IReadOnlyList<DefinitionVersion> Versions);

/// <param name="RunningCases">Of the cycle itself; how many signals are followed nobody learns here.</param>
public sealed record DefinitionVersion(Guid Id, int Version, bool IsPublished, bool IsShipped, DateTimeOffset SavedAt, int RunningCases);

internal sealed class DefinitionListHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<DefinitionListQuery, DefinitionListResult>
{
    public async Task<DefinitionListResult> Handle(DefinitionListQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var stored = await db.Definitions.OrderBy(d => d.Name).ThenByDescending(d => d.Version).Select(d => new
        {
            d.DefinitionId,
            d.Name,
            Version = new DefinitionVersion(d.Id, d.Version, d.IsPublished, d.ImportedHash != null, d.SavedAt, db.Instances.Count(i =>
                i.DefinitionId == d.DefinitionId && i.DefinitionVersion == d.Version && i.RiskSignalId == null && i.ParentId == null && i.Status == WorkflowStatus.Running)),
        }).ToListAsync(cancellationToken);
        var drafts = await db.Notices.Where(n => n.AccountId == actor.AccountId && n.Kind == NoticeKind.DefinitionKeptAsDraft && n.ReadAt == null)
            .Select(n => n.SubjectId).ToListAsync(cancellationToken);
        return new DefinitionListResult(
            [.. stored.GroupBy(d => d.DefinitionId).Select(g => new DefinitionItem(g.Key, g.First().Name, [.. g.Select(d => d.Version)]))],
            [.. drafts.OfType<Guid>()]);
    }
}
