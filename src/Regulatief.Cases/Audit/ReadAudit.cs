using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Audit;

/// <summary>Records who read client content. Whoever shows it awaits this first: nothing is shown whose row is not committed.</summary>
/// <remarks>In a command the row joins the command's own transaction; elsewhere it is committed with all others that are read in the same 20 ms.</remarks>
public sealed class ReadAudit(ReadAuditWriter writer, RegulatiefDbContext db, TimeProvider time)
{
    /// <param name="action">The query's name.</param>
    /// <param name="caseId">Null when it is about no case, or about many.</param>
    public Task RecordAsync(
        Actor actor, string action, CaseId? caseId, string subjectType, Guid? subjectId, CancellationToken cancellationToken) =>
        WriteAsync(Entry(actor, action, caseId, subjectType, subjectId, null), cancellationToken);

    /// <summary>One row for a list, naming the ids that were shown. An empty list told nothing and leaves no row.</summary>
    public Task RecordListAsync(
        Actor actor, string action, CaseId? caseId, string subjectType, IReadOnlyCollection<Guid> shown, CancellationToken cancellationToken) =>
        shown.Count == 0
            ? Task.CompletedTask
            : WriteAsync(Entry(actor, action, caseId, subjectType, null, string.Join(' ', shown)), cancellationToken);

    private Task WriteAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        // A command holds the write lock that the writer waits for.
        if (db.Database.CurrentTransaction is null) return writer.WriteAsync(entry, cancellationToken);
        db.AuditEntries.Add(entry);
        return Task.CompletedTask;
    }

    private AuditEntry Entry(Actor actor, string action, CaseId? caseId, string subjectType, Guid? subjectId, string? detail) => new()
    {
        At = time.GetUtcNow(),
        ActorId = actor.AccountId,
        ActorRole = actor.Role,
        Kind = AuditKind.Read,
        Action = action,
        CaseId = caseId,
        SubjectType = subjectType,
        SubjectId = subjectId,
        Detail = detail,
    };
}
