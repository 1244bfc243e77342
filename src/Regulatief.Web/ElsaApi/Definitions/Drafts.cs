using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;

namespace Regulatief.Web.ElsaApi.Definitions;

/// <summary>How a drawing gets into the draft of a definition.</summary>
internal static class Drafts
{
    /// <summary>Saves over the draft, or over a published version as the next one. What it replaces is kept a while.</summary>
    public static async Task<StoredDefinition> SaveAsync(
        RegulatiefDbContext db, DefinitionVersions versions, JsonObject drawn, string name, DateTimeOffset at, Guid by, CancellationToken cancellationToken)
    {
        var target = versions.Draft();
        if (target.Revision.Length > 0) await KeepStateAsync(db, target, at, cancellationToken);
        target.Save(DefinitionDocument.DrawingOf(drawn, target, name), at, by);
        return target;
    }

    /// <summary>Whether a case runs or ran it, or a new case would get it: then it stays.</summary>
    public static async Task<bool> IsInUseAsync(RegulatiefDbContext db, StoredDefinition version, CancellationToken cancellationToken) =>
        version.IsPublished
        || await db.Instances.AnyAsync(i => i.DefinitionId == version.DefinitionId && i.DefinitionVersion == version.Version, cancellationToken)
        || await db.MigrationBatches.AnyAsync(b => b.DefinitionId == version.DefinitionId && b.FromVersion == version.Version, cancellationToken);

    /// <summary>Deletes versions of one definition; with the last one, that it was a branch.</summary>
    public static async Task DeleteAsync(RegulatiefDbContext db, string definitionId, IReadOnlyCollection<StoredDefinition> doomed, CancellationToken cancellationToken)
    {
        var versions = await DefinitionVersions.OfAsync(db, definitionId, cancellationToken);
        db.Definitions.RemoveRange(doomed);
        if (versions.All.LastOrDefault(v => !doomed.Contains(v)) is { } left) left.IsLatest = true;
        else db.DefinitionBranches.RemoveRange(await db.DefinitionBranches.Where(b => b.DefinitionId == definitionId).ToListAsync(cancellationToken));
    }

    /// <summary>Keeps what a save is about to replace, and forgets what nobody can have open any more.</summary>
    private static async Task KeepStateAsync(RegulatiefDbContext db, StoredDefinition replaced, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await db.DraftStates.Where(s => s.DefinitionId == replaced.DefinitionId && s.ReplacedAt < at - DraftState.RetainFor).ExecuteDeleteAsync(cancellationToken);
        if (await db.DraftStates.FindAsync([replaced.DefinitionId, replaced.Revision], cancellationToken) is null)
            db.DraftStates.Add(new DraftState { DefinitionId = replaced.DefinitionId, Revision = replaced.Revision, Json = replaced.Json, ReplacedAt = at });
    }
}
