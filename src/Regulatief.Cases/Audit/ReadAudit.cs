using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Audit;

/// <summary>Records who read client content. Whoever shows it awaits this first: nothing is shown whose row is not committed.</summary>
/// <remarks>In a command the row joins the command's own transaction; elsewhere it is committed with all others that are read in the same 20 ms.</remarks>
public sealed class ReadAudit(ReadAuditWriter writer, RegulatiefDbContext db, TimeProvider time)
{
    /// <summary>How often it was told in this scope what is shown, also that it was nothing: the pipeline fails a query that shows client content and told nothing.</summary>
    public int Told { get; private set; }

    /// <param name="action">The query's name.</param>
    /// <param name="caseId">Null when it is about no case, or about many.</param>
    public Task RecordAsync(
        Actor actor, string action, CaseId? caseId, string subjectType, Guid? subjectId, CancellationToken cancellationToken) =>
        TellAsync(Entry(actor, action, caseId, subjectType, subjectId, null), cancellationToken);

    /// <summary>One row for a list, naming the ids that were shown. An empty list told nothing and leaves no row.</summary>
    public Task RecordListAsync(
        Actor actor, string action, CaseId? caseId, string subjectType, IReadOnlyCollection<Guid> shown, CancellationToken cancellationToken) =>
        TellAsync(shown.Count == 0 ? null : Entry(actor, action, caseId, subjectType, null, string.Join(' ', shown)), cancellationToken);

    /// <summary>That somebody asked for what they may not see.</summary>
    /// <param name="why">The code of the refusal, or what was asked.</param>
    public async Task RecordRefusalAsync(Actor actor, string action, AuditSubject subject, string why, CancellationToken cancellationToken) =>
        await WriteAsync(await new ToldSubject(subject, why).EntryAsync(db, actor, AuditKind.Refusal, action, time.GetUtcNow(), cancellationToken), cancellationToken);

    private Task TellAsync(AuditEntry? entry, CancellationToken cancellationToken)
    {
        Told++;
        return entry is null ? Task.CompletedTask : WriteAsync(entry, cancellationToken);
    }

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
