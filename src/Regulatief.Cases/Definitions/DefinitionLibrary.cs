using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Persistence;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;
using Regulatief.Engine.Ports;

namespace Regulatief.Cases.Definitions;

/// <summary>Definitions as cases run them, read once: a version that was published never changes, so what was read stays true.</summary>
public sealed class DefinitionLibrary(IActivityCatalog catalog)
{
    private readonly ConcurrentDictionary<(string DefinitionId, int Version), WorkflowDefinition> _read = new();

    /// <exception cref="NotFoundException">No such version is stored.</exception>
    /// <exception cref="DefinitionRefusedException">It is a draft, and not finished enough to be read.</exception>
    /// <exception cref="InvalidOperationException">A stored version can no longer be read: an activity that it uses left the catalogue.</exception>
    public async Task<WorkflowDefinition> GetAsync(RegulatiefDbContext db, string definitionId, int version, CancellationToken cancellationToken)
    {
        if (_read.TryGetValue((definitionId, version), out var known)) return known;

        var stored = await db.Definitions.AsNoTracking()
            .SingleOrDefaultAsync(d => d.DefinitionId == definitionId && d.Version == version, cancellationToken)
            ?? throw new NotFoundException(nameof(WorkflowDefinition), $"{definitionId} version {version}");

        var reading = DefinitionReader.Read(stored.Json, catalog);
        if (reading.Definition is null && !stored.IsFrozen) reading.RefuseIfWrong(stored.Name);
        var definition = reading.Definition ?? throw new InvalidOperationException(
            $"Definition {definitionId} version {version} can no longer be read: {string.Join("; ", reading.Problems.Select(p => $"{p.Path}: {p.Message}"))}");

        // A draft may still change, also one that another followed: when that is deleted, it is the draft again.
        return stored.IsFrozen ? _read.GetOrAdd((definitionId, version), definition) : definition;
    }

    /// <summary>The version that a new case gets.</summary>
    /// <exception cref="NotFoundException">Nothing of that name is published.</exception>
    public static async Task<int> PublishedVersionAsync(RegulatiefDbContext db, string definitionId, CancellationToken cancellationToken) =>
        await FindPublishedVersionAsync(db, definitionId, cancellationToken) ?? throw new NotFoundException(nameof(WorkflowDefinition), definitionId);

    /// <returns>Null when nothing of that name is published.</returns>
    public static Task<int?> FindPublishedVersionAsync(RegulatiefDbContext db, string definitionId, CancellationToken cancellationToken) =>
        db.Definitions.Where(d => d.DefinitionId == definitionId && d.IsPublished).OrderByDescending(d => d.Version).Select(d => (int?)d.Version).FirstOrDefaultAsync(cancellationToken);
}
