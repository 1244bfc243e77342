using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Notices;

/// <summary>Of which notices one mail is to tell somebody that they wait.</summary>
public sealed record NoticesToMail(Guid AccountId, IReadOnlyList<Guid> Notices, bool IsUrgent);

public static class NoticeMailQueries
{
    /// <summary>More than a mail is ever about; the rest is told by the next.</summary>
    private const int MostInOne = 500;

    /// <summary>Who is to be mailed now. Of the cases of an absent one it is who covers for them, and not the absent one.</summary>
    public static async Task<IReadOnlyList<NoticesToMail>> NoticesToMailAsync(this RegulatiefDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var waiting = await db.Notices.Unmailed(now).Select(n => new { n.AccountId, n.Kind, n.At }).ToListAsync(cancellationToken);
        if (waiting.Count == 0) return [];

        var covers = await db.Covers.On(LegalTime.DateOf(now)).Where(c => c.CoveredById != null).Select(c => new { c.AbsentId, CoveredById = c.CoveredById!.Value, c.Role }).ToListAsync(cancellationToken);
        var absent = covers.ToLookup(c => c.CoveredById, c => c.AbsentId);
        var owners = waiting.Select(n => n.AccountId).ToHashSet();
        var readers = owners.Union(covers.Where(c => owners.Contains(c.AbsentId)).Select(c => c.CoveredById)).ToList();
        var accounts = await db.Accounts.Where(a => readers.Contains(a.Id) && a.IsActive && a.Email != null).AsNoTracking().ToListAsync(cancellationToken);
        var mailings = await db.NoticeMailings.Where(m => readers.Contains(m.AccountId)).AsNoTracking().ToDictionaryAsync(m => m.AccountId, cancellationToken);

        List<NoticesToMail> found = [];
        foreach (var account in accounts)
        {
            var mailing = mailings.GetValueOrDefault(account.Id) ?? new NoticeMailing { AccountId = account.Id };
            // Most wait for the mail of tomorrow: what one may see is asked of those whose time has come.
            if (!waiting.Exists(n => (n.AccountId == account.Id || absent[account.Id].Contains(n.AccountId)) && mailing.MailAt(n.Kind, n.At) <= now)) continue;

            Dictionary<Guid, NoticeKind> due = [];
            foreach (var role in account.Roles.Select(r => r.Role))
            {
                var isAway = covers.Exists(c => c.AbsentId == account.Id && c.Role == role);
                var actor = await db.ActorOfAsync(account.Id, role, now, cancellationToken);
                var seen = await db.Notices.VisibleTo(db, actor).WantedBy(db, actor).Unmailed(now)
                    .Where(n => !isAway || n.CaseId == null || n.AccountId != account.Id).OrderBy(n => n.At).Take(MostInOne).Select(n => new { n.Id, n.Kind, n.At }).ToListAsync(cancellationToken);
                foreach (var notice in seen.Where(n => mailing.MailAt(n.Kind, n.At) <= now)) due[notice.Id] = notice.Kind;
            }

            if (due.Count > 0) found.Add(new NoticesToMail(account.Id, [.. due.Keys], due.ContainsValue(NoticeKind.AcuteDanger)));
        }

        return found;
    }

    /// <summary>Takes notices for a mail: from the commit on they are in no other.</summary>
    /// <returns>Whether any was left to take.</returns>
    public static async Task<bool> ClaimForMailAsync(this RegulatiefDbContext db, IReadOnlyList<Guid> notices, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Notices.Where(n => notices.Contains(n.Id) && n.MailedAt == null).ExecuteUpdateAsync(set => set.SetProperty(n => n.MailedAt, now), cancellationToken) > 0;

    private static IQueryable<Notice> Unmailed(this IQueryable<Notice> notices, DateTimeOffset now)
    {
        var first = now - NoticeMailing.MailFor;
        return notices.Where(n => n.MailedAt == null && n.At > first && n.ReadAt == null);
    }
}
