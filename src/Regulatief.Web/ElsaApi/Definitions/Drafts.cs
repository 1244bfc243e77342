using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;
using Regulatief.Engine.Ports;

namespace Regulatief.Web.ElsaApi.Definitions;

/// <summary>How a drawing gets into the draft of a definition.</summary>
internal static class Drafts
{
    /// <summary>What may be wrong with a draft: it is unfinished, or holds what another server knows. Anything else is no drawing at all.</summary>
    private static readonly HashSet<string> Unfinished =
        ["unknown-activity", "unknown-port", "broken-connection", "unknown-start", "refused-language", "unknown-language"];

    public static IEnumerable<DefinitionProblem> ProblemsOf(JsonObject document, IActivityCatalog catalog) =>
        DefinitionReader.Read(DefinitionDocument.TextOf(document), catalog).Problems.Where(p => p.Severity == ProblemSeverity.Error && !Unfinished.Contains(p.Code));

    /// <summary>The version that a drawing goes to: the draft, or a new one over a version that never changes any more.</summary>
    /// <param name="versions">All of the definition, oldest first.</param>
    public static StoredDefinition TargetOf(RegulatiefDbContext db, List<StoredDefinition> versions, string definitionId, string name, DateTimeOffset at)
    {
        if (versions.LastOrDefault() is { } latest && !DefinitionDocument.IsFrozen(latest)) return latest;
        foreach (var version in versions) version.IsLatest = false;
        var next = new StoredDefinition { DefinitionId = definitionId, Version = (versions.LastOrDefault()?.Version ?? 0) + 1, Name = name, Json = "", SavedAt = at };
        db.Definitions.Add(next);
        return next;
    }

    /// <summary>Whether a case runs or ran it, or a new case would get it: then it stays.</summary>
    public static async Task<bool> IsInUseAsync(RegulatiefDbContext db, StoredDefinition version, CancellationToken cancellationToken) =>
        version.IsPublished
        || await db.Instances.AnyAsync(i => i.DefinitionId == version.DefinitionId && i.DefinitionVersion == version.Version, cancellationToken)
        || await db.MigrationBatches.AnyAsync(b => b.DefinitionId == version.DefinitionId && b.FromVersion == version.Version, cancellationToken);

    /// <summary>Keeps what a save is about to replace, and forgets what nobody can have open any more.</summary>
    public static async Task KeepStateAsync(RegulatiefDbContext db, StoredDefinition replaced, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await db.DraftStates.Where(s => s.DefinitionId == replaced.DefinitionId && s.ReplacedAt < at - DraftState.RetainFor).ExecuteDeleteAsync(cancellationToken);
        var revision = DefinitionDocument.RevisionOf(replaced);
        if (await db.DraftStates.FindAsync([replaced.DefinitionId, revision], cancellationToken) is null)
            db.DraftStates.Add(new DraftState { DefinitionId = replaced.DefinitionId, Revision = revision, Json = replaced.Json, ReplacedAt = at });
    }
}
