using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Workflows;

/// <summary>What differs between a draft and a drawing that was kept apart from it: what goes together by itself, and what asks for a choice.</summary>
/// <exception cref="NotFoundException">No such branch.</exception>
public sealed record MergePageQuery(Guid BranchId, IReadOnlyList<MergeChoice> Choices) : IPlainQuery<MergePage>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<StoredDefinition>(BranchId);
}

/// <param name="HasBasis">Whether what both went on from is still kept; without it every difference asks for a choice.</param>
public sealed record MergePage(
    Guid BranchId, string BranchName, string DefinitionId, string Name, int DraftVersion, string Revision, bool HasBasis, Saving Draft, Saving Branch,
    IReadOnlyList<MergedPart> ByItself, IReadOnlyList<MergedPart> Conflicts)
{
    public bool IsEqual => ByItself.Count + Conflicts.Count == 0;
}

public sealed record Saving(string? By, DateTimeOffset At);

internal sealed class MergePageHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<MergePageQuery, MergePage>
{
    public async Task<MergePage> Handle(MergePageQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var branch = await BranchReading.OfAsync(db, query.BranchId, cancellationToken);
        var latest = branch.Latest;
        var merge = branch.MergeWith(query.Choices);
        merge.Merge();
        var people = new[] { latest.SavedById, branch.Drawn.SavedById }.OfType<Guid>().ToList();
        var names = await db.Accounts.Where(a => people.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancellationToken);
        return new MergePage(
            branch.Drawn.Id, branch.Drawn.Name, latest.DefinitionId, latest.Name, latest.Version, latest.Revision, branch.BasisJson is not null,
            SavingOf(latest), SavingOf(branch.Drawn), [.. merge.Differences.Where(d => !d.IsConflict)], [.. merge.Differences.Where(d => d.IsConflict)]);

        Saving SavingOf(StoredDefinition stored) => new(stored.SavedById is { } id ? names.GetValueOrDefault(id) : null, stored.SavedAt);
    }
}
