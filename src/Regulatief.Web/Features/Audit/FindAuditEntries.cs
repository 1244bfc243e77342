using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Audit;

/// <summary>Who did, saw, shared or was refused what, the latest first. Names no client: numbers and roles.</summary>
public sealed record FindAuditEntriesQuery(AuditFilter Filter, Page Page) : IClientQuery<FindAuditEntriesResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<AuditEntry>();
}

/// <param name="Person">The name of whom it was asked of; null when it was asked of all, and for a client.</param>
public sealed record FindAuditEntriesResult(IReadOnlyList<AuditLine> Items, string? Person, int Page, int PageSize, int Total);

/// <param name="Who">The account's name; null for a client, who is told by role alone, and for the system.</param>
/// <param name="WhoId">The account, to ask for what else it did; null where there is no name.</param>
/// <param name="Address">Of the network; null for the system, and when it is not known.</param>
/// <param name="Detail">A code or a choice; for a list the number of what was shown.</param>
public sealed record AuditLine(
    DateTimeOffset At, AuditKind Kind, string Action, AccountRole? Role, string? Who, Guid? WhoId, string? Address, int? CaseNumber, string? SubjectType, string? Detail, int? Shown);

internal sealed class FindAuditEntriesHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<FindAuditEntriesQuery, FindAuditEntriesResult>
{
    private const int PageSize = 50;

    public async Task<FindAuditEntriesResult> Handle(FindAuditEntriesQuery query, CancellationToken cancellationToken)
    {
        var found = await query.Filter.InAsync(db, actor, cancellationToken);
        var total = await found.CountAsync(cancellationToken);
        var page = query.Page.Of(total, PageSize);
        var entries = await found.OrderByDescending(e => e.At).ThenByDescending(e => e.Id)
            .On(page).AsNoTracking().ToListAsync(cancellationToken);
        await reads.RecordListAsync(actor, nameof(FindAuditEntriesQuery), null, nameof(AuditEntry), entries.ConvertAll(e => e.Id), cancellationToken);

        var caseIds = entries.Select(e => e.CaseId).OfType<CaseId>().Distinct().ToList();
        var numbers = await db.NumbersOfAsync(caseIds, cancellationToken);
        var actorIds = entries.Where(e => e.ActorRole is not AccountRole.Client).Select(e => e.ActorId).Append(query.Filter.Person ?? Guid.Empty).Distinct().ToList();
        var names = await db.Accounts.Where(a => actorIds.Contains(a.Id) && !a.Roles.Any(r => r.Role == AccountRole.Client))
            .ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancellationToken);
        return new FindAuditEntriesResult(
            entries.ConvertAll(e => LineOf(e, numbers, names)), query.Filter.Person is { } person ? names.GetValueOrDefault(person) : null, page.Number, page.Size, total);
    }

    private static AuditLine LineOf(AuditEntry entry, Dictionary<CaseId, int> numbers, Dictionary<Guid, string> names)
    {
        // What one thing was read by stands in its row too: looking along, or emergency access.
        var isList = entry is { Kind: AuditKind.Read, SubjectId: null, Detail: not null };
        return new AuditLine(
            entry.At, entry.Kind, entry.Action, entry.ActorRole, names.GetValueOrDefault(entry.ActorId), names.ContainsKey(entry.ActorId) ? entry.ActorId : null, entry.Address,
            entry.CaseId is { } id && numbers.TryGetValue(id, out var number) ? number : null,
            entry.SubjectType, isList ? null : entry.Detail, isList ? entry.Detail!.Split(' ').Length : null);
    }
}
