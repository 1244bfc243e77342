using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Notices;

/// <summary>Of which notices somebody is to be told, at once and one way, that they wait.</summary>
public sealed record NoticesToTell(Guid AccountId, NoticeChannel Channel, IReadOnlyList<Guid> Notices, bool IsUrgent);

public static class NoticeTellQueries
{
    /// <summary>More than is ever told of at once; the rest is told of by the next.</summary>
    private const int MostInOne = 500;

    /// <summary>Who is to be told now, this way. Of the cases of an absent one it is who covers for them, and not the absent one.</summary>
    public static async Task<IReadOnlyList<NoticesToTell>> NoticesToTellAsync(this RegulatiefDbContext db, NoticeChannel channel, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var waiting = await db.Notices.Untold(channel, now).Select(n => new { n.AccountId, n.Kind, n.At }).ToListAsync(cancellationToken);
        if (waiting.Count == 0) return [];

        var covers = await db.Covers.On(LegalTime.DateOf(now)).Where(c => c.CoveredById != null).Select(c => new { c.AbsentId, CoveredById = c.CoveredById!.Value, c.Role }).ToListAsync(cancellationToken);
        var absent = covers.ToLookup(c => c.CoveredById, c => c.AbsentId);
        var owners = waiting.Select(n => n.AccountId).ToHashSet();
        var readers = owners.Union(covers.Where(c => owners.Contains(c.AbsentId)).Select(c => c.CoveredById)).ToList();
        var accounts = await db.Accounts.Where(a => readers.Contains(a.Id) && a.IsActive).ReachedBy(db, channel).AsNoTracking().ToListAsync(cancellationToken);
        var mailings = await db.NoticeMailings.Where(m => readers.Contains(m.AccountId)).AsNoTracking().ToDictionaryAsync(m => m.AccountId, cancellationToken);

        List<NoticesToTell> found = [];
        foreach (var account in accounts)
        {
            var mailing = mailings.GetValueOrDefault(account.Id) ?? new NoticeMailing { AccountId = account.Id };
            // Most wait for the time of tomorrow: what one may see is asked of those whose time has come.
            if (!waiting.Exists(n => (n.AccountId == account.Id || absent[account.Id].Contains(n.AccountId)) && mailing.TellAt(channel, n.Kind, n.At) <= now)) continue;

            Dictionary<Guid, NoticeKind> due = [];
            foreach (var role in account.Roles.Select(r => r.Role))
            {
                var isAway = covers.Exists(c => c.AbsentId == account.Id && c.Role == role);
                var actor = await db.ActorOfAsync(account.Id, role, now, cancellationToken);
                var seen = await db.Notices.VisibleTo(db, actor).WantedBy(db, actor).Untold(channel, now)
                    .Where(n => !isAway || n.CaseId == null || n.AccountId != account.Id).OrderBy(n => n.At).Take(MostInOne).Select(n => new { n.Id, n.Kind, n.At }).ToListAsync(cancellationToken);
                foreach (var notice in seen.Where(n => mailing.TellAt(channel, n.Kind, n.At) <= now)) due[notice.Id] = notice.Kind;
            }

            if (due.Count > 0) found.Add(new NoticesToTell(account.Id, channel, [.. due.Keys], due.ContainsValue(NoticeKind.AcuteDanger)));
        }

        return found;
    }

    /// <summary>Takes notices to tell of them one way: from the commit on nobody else does.</summary>
    /// <returns>Whether any was left to take.</returns>
    public static async Task<bool> ClaimAsync(this RegulatiefDbContext db, IReadOnlyList<Guid> notices, NoticeChannel channel, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Notices.Where(n => notices.Contains(n.Id)).Where(IsUntold(channel)).ExecuteUpdateAsync(set => Claim(set, channel, now), cancellationToken) > 0;

    /// <summary>Whoever can be told this way.</summary>
    private static IQueryable<Account> ReachedBy(this IQueryable<Account> accounts, RegulatiefDbContext db, NoticeChannel channel) => channel switch
    {
        NoticeChannel.Mail => accounts.Where(a => a.Email != null),
        NoticeChannel.Sms => accounts.Where(a => a.PhoneNumber != null),
        _ => accounts.Where(a => db.PushDevices.Any(d => d.AccountId == a.Id)),
    };

    private static IQueryable<Notice> Untold(this IQueryable<Notice> notices, NoticeChannel channel, DateTimeOffset now)
    {
        var first = now - NoticeMailing.TellFor;
        return notices.Where(n => n.At > first && n.ReadAt == null).Where(IsUntold(channel));
    }

    private static Expression<Func<Notice, bool>> IsUntold(NoticeChannel channel) => channel switch
    {
        NoticeChannel.Mail => n => n.MailedAt == null,
        NoticeChannel.Sms => n => n.TextedAt == null,
        _ => n => n.PushedAt == null,
    };

    private static void Claim(UpdateSettersBuilder<Notice> set, NoticeChannel channel, DateTimeOffset now)
    {
        Expression<Func<Notice, DateTimeOffset?>> told = channel switch
        {
            NoticeChannel.Mail => n => n.MailedAt,
            NoticeChannel.Sms => n => n.TextedAt,
            _ => n => n.PushedAt,
        };
        set.SetProperty(told, now);
    }
}
