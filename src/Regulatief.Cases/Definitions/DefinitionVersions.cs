using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Definitions;

/// <summary>All versions of one definition, for change. One is the latest; at most one is published, and running cases keep theirs whatever that is.</summary>
/// <remarks>Whatever adds or publishes a version also changes the row that was the latest, so that of two at once one is refused by that row.</remarks>
public sealed class DefinitionVersions
{
    private readonly RegulatiefDbContext _db;
    private readonly string _definitionId;
    private readonly List<StoredDefinition> _all;

    private DefinitionVersions(RegulatiefDbContext db, string definitionId, List<StoredDefinition> all) => (_db, _definitionId, _all) = (db, definitionId, all);

    /// <summary>None when there is no such definition.</summary>
    public static async Task<DefinitionVersions> OfAsync(RegulatiefDbContext db, string definitionId, CancellationToken cancellationToken) =>
        new(db, definitionId, await db.Definitions.Where(d => d.DefinitionId == definitionId).OrderBy(d => d.Version).ToListAsync(cancellationToken));

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<StoredDefinition> All => _all;

    /// <summary>Null when there is none.</summary>
    public StoredDefinition? Latest => _all.LastOrDefault();

    public int NextVersion => (Latest?.Version ?? 0) + 1;

    /// <summary>The version that a drawing goes to: the draft, or a new one over a version that never changes any more.</summary>
    public StoredDefinition Draft() => Latest is { IsFrozen: false } draft ? draft : Add(new StoredDefinition { DefinitionId = _definitionId, Version = NextVersion });

    /// <summary>Puts the next version on top.</summary>
    public StoredDefinition Add(StoredDefinition next)
    {
        foreach (var version in _all) version.IsLatest = false;
        next.IsLatest = true;
        _db.Definitions.Add(next);
        _all.Add(next);
        return next;
    }

    /// <summary>Makes this the version that new cases get.</summary>
    public void Publish(StoredDefinition version, DateTimeOffset at)
    {
        Retract();
        version.Publish(at);
    }

    public void Retract()
    {
        foreach (var version in _all) version.Retract();
    }
}
