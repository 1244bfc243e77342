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
        TellAsync(Entry(actor, action, caseId, subjectType, subjectId, GroundOf(actor, caseId)), cancellationToken);

    /// <summary>One row for a list, naming the ids that were shown. An empty list told nothing and leaves no row.</summary>
    public Task RecordListAsync(
        Actor actor, string action, CaseId? caseId, string subjectType, IReadOnlyCollection<Guid> shown, CancellationToken cancellationToken) =>
        TellAsync(
            [
                .. shown.Count == 0 ? Array.Empty<AuditEntry>() : [Entry(actor, action, caseId, subjectType, null, string.Join(' ', shown))],
                // What was read by emergency access, or looking along, is found as such: also on a list of all that one sees.
                .. actor.Rights.Granted.Select(g => g.CaseId).Distinct().Where(id => id == caseId || (subjectType == nameof(Case) && shown.Contains(id.Value)))
                    .Select(id => Entry(actor, action, id, nameof(Case), id.Value, GroundOf(actor, id))),
            ],
            cancellationToken);

    /// <summary>That somebody asked for what they may not see.</summary>
    /// <param name="why">The code of the refusal, or what was asked.</param>
    public async Task RecordRefusalAsync(Actor actor, string action, AuditSubject subject, string why, CancellationToken cancellationToken) =>
        await WriteAsync(await new ToldSubject(subject, why).EntryAsync(db, actor, AuditKind.Refusal, action, time.GetUtcNow(), cancellationToken), cancellationToken);

    private Task TellAsync(AuditEntry entry, CancellationToken cancellationToken) => TellAsync([entry], cancellationToken);

    private Task TellAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        Told++;
        return Task.WhenAll(entries.Select(entry => WriteAsync(entry, cancellationToken)));
    }

    /// <summary>By what they read it who do not work on it; null for who may have it for their work.</summary>
    private static string? GroundOf(Actor actor, CaseId? caseId) => caseId is { } id ? actor.Rights.GroundIn(id)?.ToString() : null;

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
        Address = actor.Address,
        Kind = AuditKind.Read,
        Action = action,
        CaseId = caseId,
        SubjectType = subjectType,
        SubjectId = subjectId,
        Detail = detail,
    };
}
