using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Audit;

/// <summary>Who did, saw, shared or was refused what, the latest first. Names no client: numbers and roles.</summary>
/// <param name="From">The first day, Europe/Amsterdam.</param>
/// <param name="Until">The last day, inclusive.</param>
/// <param name="Action">The name of a command or query.</param>
public sealed record FindAuditEntriesQuery(int? CaseNumber, AuditKind? Kind, DateOnly? From, DateOnly? Until, string? Action, Page Page)
    : IClientQuery<FindAuditEntriesResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<AuditEntry>();
}

public sealed record FindAuditEntriesResult(IReadOnlyList<AuditLine> Items, int Page, int PageSize, int Total);

/// <param name="Who">The account's name; null for a client, who is told by role alone, and for the system.</param>
/// <param name="Detail">A code or a choice; for a list the number of what was shown.</param>
public sealed record AuditLine(
    DateTimeOffset At, AuditKind Kind, string Action, AccountRole? Role, string? Who, int? CaseNumber, string? SubjectType, string? Detail, int? Shown);

internal sealed class FindAuditEntriesHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<FindAuditEntriesQuery, FindAuditEntriesResult>
{
    private const int PageSize = 50;

    public async Task<FindAuditEntriesResult> Handle(FindAuditEntriesQuery query, CancellationToken cancellationToken)
    {
        var found = await FilteredAsync(query, cancellationToken);
        var total = await found.CountAsync(cancellationToken);
        var page = query.Page.Of(total, PageSize);
        var entries = await found.OrderByDescending(e => e.At).ThenByDescending(e => e.Id)
            .On(page).AsNoTracking().ToListAsync(cancellationToken);
        await reads.RecordListAsync(actor, nameof(FindAuditEntriesQuery), null, nameof(AuditEntry), entries.ConvertAll(e => e.Id), cancellationToken);

        var caseIds = entries.Select(e => e.CaseId).OfType<CaseId>().Distinct().ToList();
        var numbers = await db.Cases.Where(c => caseIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Number, cancellationToken);
        var actorIds = entries.Where(e => e.ActorRole is not AccountRole.Client).Select(e => e.ActorId).Distinct().ToList();
        var names = await db.Accounts.Where(a => actorIds.Contains(a.Id) && a.Role != AccountRole.Client)
            .ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancellationToken);
        return new FindAuditEntriesResult(entries.ConvertAll(e => LineOf(e, numbers, names)), page.Number, page.Size, total);
    }

    private async Task<IQueryable<AuditEntry>> FilteredAsync(FindAuditEntriesQuery query, CancellationToken cancellationToken)
    {
        var found = db.AuditEntries.VisibleTo(db, actor);
        if (query.CaseNumber is { } number)
        {
            var ids = await db.Cases.Where(c => c.Number == number).Select(c => (CaseId?)c.Id).ToListAsync(cancellationToken);
            found = found.Where(e => ids.Contains(e.CaseId));
        }

        if (query.Kind is { } kind) found = found.Where(e => e.Kind == kind);
        if (query.From is { } from) found = found.Where(e => e.At >= LegalTime.At(from, TimeOnly.MinValue));
        if (query.Until is { } until) found = found.Where(e => e.At < LegalTime.EndOf(until));
        if (query.Action is { } action) found = found.Where(e => e.Action == action);
        return found;
    }

    private static AuditLine LineOf(AuditEntry entry, Dictionary<CaseId, int> numbers, Dictionary<Guid, string> names)
    {
        var isList = entry is { Kind: AuditKind.Read, Detail: not null };
        return new AuditLine(
            entry.At, entry.Kind, entry.Action, entry.ActorRole, names.GetValueOrDefault(entry.ActorId),
            entry.CaseId is { } id && numbers.TryGetValue(id, out var number) ? number : null,
            entry.SubjectType, isList ? null : entry.Detail, isList ? entry.Detail!.Split(' ').Length : null);
    }
}
