using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Audit;

/// <summary>What an audit row is about: named by who asks, never read from what a context happens to hold.</summary>
public sealed record AuditSubject
{
    /// <summary>About nothing that is stored.</summary>
    public static readonly AuditSubject None = new();

    private AuditSubject()
    {
    }

    /// <summary>The entity's name; null when it is about nothing that is stored.</summary>
    public string? Type { get; private init; }

    /// <summary>Null for a list, for one that is yet to be made, and for one that is named otherwise.</summary>
    public Guid? Id { get; private init; }

    /// <summary>Null when it belongs to no case.</summary>
    private CaseKey? Case { get; init; }

    private string? DefinitionId { get; init; }

    public static AuditSubject Of(CaseKey key) => new() { Type = key.SubjectType, Id = key.SubjectId, Case = key };

    /// <summary>Something that belongs to a case which is known.</summary>
    public static AuditSubject Of<T>(CaseId caseId, Guid id) => new() { Type = typeof(T).Name, Id = id, Case = CaseKey.Of(caseId) };

    /// <summary>Something that belongs to no case, or a list of it.</summary>
    public static AuditSubject Of<T>(Guid? id = null) => new() { Type = typeof(T).Name, Id = id };

    /// <summary>By an id as a client of Elsa's API wrote it, which may be no id of ours at all.</summary>
    public static AuditSubject Named<T>(string? id) => Of<T>(Guid.TryParse(id, out var parsed) ? parsed : null);

    /// <summary>The newest version of a definition, which stands for all of it.</summary>
    public static AuditSubject OfDefinition(string? definitionId) => new() { Type = nameof(StoredDefinition), DefinitionId = definitionId };

    /// <summary>Whether the actor may know of it now. What belongs to no case is for a role, which the border has asked for already.</summary>
    public async Task<bool> IsVisibleAsync(RegulatiefDbContext db, Actor actor, CancellationToken cancellationToken) =>
        Case is null || actor.IsSystem || await Case.IsVisibleAsync(db, actor, cancellationToken);

    internal async ValueTask<CaseId?> CaseInAsync(RegulatiefDbContext db, CancellationToken cancellationToken) =>
        Case is null ? null : await Case.FindAsync(db, cancellationToken);

    internal async ValueTask<Guid?> IdInAsync(RegulatiefDbContext db, CancellationToken cancellationToken) => DefinitionId is null
        ? Id
        : await db.Definitions.Where(d => d.DefinitionId == DefinitionId).OrderByDescending(d => d.Version).Select(d => (Guid?)d.Id).FirstOrDefaultAsync(cancellationToken);
}
