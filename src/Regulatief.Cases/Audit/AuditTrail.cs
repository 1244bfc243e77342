using Regulatief.Cases.Accounts;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Audit;

/// <summary>
/// What a command is about that cannot say so beforehand: it makes something, changes several things, or nothing at all. Its handler tells here, and
/// each thing told gets a row of its own.
/// </summary>
public sealed class AuditTrail
{
    private readonly List<ToldSubject> _told = [];

    public IReadOnlyList<ToldSubject> Told => _told;

    /// <summary>What is done from here on is about this: a refusal is told of the latest alone.</summary>
    /// <param name="detail">A code, a choice or ids, for what the subject's columns do not say.</param>
    public void About(AuditSubject subject, string? detail = null) => _told.Add(new ToldSubject(subject, detail));

    /// <summary>About one version of a definition. Its row names it too, which can be read when the version is gone.</summary>
    public void About(StoredDefinition definition) =>
        About(AuditSubject.Of<StoredDefinition>(definition.Id), $"{definition.DefinitionId} {definition.Version}");

    /// <summary>Before a command is carried out, and before it is tried again.</summary>
    public void Clear() => _told.Clear();
}

/// <param name="Detail">Null when the columns say all.</param>
public sealed record ToldSubject(AuditSubject Subject, string? Detail = null)
{
    /// <summary>The row that tells of it, with the case that it belongs to.</summary>
    public async Task<AuditEntry> EntryAsync(
        RegulatiefDbContext db, Actor actor, AuditKind kind, string action, DateTimeOffset at, CancellationToken cancellationToken) => new()
        {
            At = at,
            ActorId = actor.AccountId,
            ActorRole = actor.Role,
            Address = actor.Address,
            Kind = kind,
            Action = action,
            CaseId = await Subject.CaseInAsync(db, cancellationToken),
            SubjectType = Subject.Type,
            SubjectId = await Subject.IdInAsync(db, cancellationToken),
            Detail = Detail,
        };
}
