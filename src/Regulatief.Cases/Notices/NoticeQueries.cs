using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Notices;

public static class NoticeQueries
{
    /// <summary>The actor's own in the role that they act in, and what an absent colleague is told of cases while the actor covers for them; nothing of a case that they were kept out of since.</summary>
    public static IQueryable<Notice> VisibleTo(this IQueryable<Notice> notices, Actor actor)
    {
        var told = notices.Where(n => actor.ActsFor.Contains(n.AccountId) && (n.Role == null || n.Role == actor.Role) && (n.AccountId == actor.AccountId || n.CaseId != null));
        if (actor.Rights.Excluded.Count == 0) return told;
        var excluded = actor.Rights.Excluded.Select(id => (Cases.CaseId?)id).ToList();
        return told.Where(n => n.CaseId == null || !excluded.Contains(n.CaseId));
    }

    /// <summary>Without those that this actor can do without.</summary>
    public static IQueryable<Notice> WantedBy(this IQueryable<Notice> notices, RegulatiefDbContext db, Actor actor) =>
        notices.Where(n => !db.UnwantedNotices.Any(u => u.AccountId == actor.AccountId && u.Kind == n.Kind));
}
