using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Notices;

public static class NoticeQueries
{
    /// <summary>The actor's own in the role that they act in, and what an absent colleague is told of cases while the actor covers for them; nothing of a case that they were kept out of since.</summary>
    /// <remarks>What somebody has themselves reminded of is told to nobody else. A professional is told of a restricted case that is theirs, was or is to be; by their place, or for somebody else, one is told of it only when the list has them.</remarks>
    public static IQueryable<Notice> VisibleTo(this IQueryable<Notice> notices, RegulatiefDbContext db, Actor actor)
    {
        var told = notices.Where(n => actor.ActsFor.Contains(n.AccountId) && (n.Role == null || n.Role == actor.Role) && (n.AccountId == actor.AccountId || (n.CaseId != null && n.Kind != NoticeKind.OwnReminder)));
        if (actor.Rights.Excluded.Count > 0)
        {
            var excluded = actor.Rights.Excluded.Select(id => (CaseId?)id).ToList();
            told = told.Where(n => n.CaseId == null || !excluded.Contains(n.CaseId));
        }

        var open = db.Cases.Where(NeedToKnow.NotKeptOut(actor));
        return actor.Role switch
        {
            AccountRole.Coordinator => told.Where(n => n.CaseId == null || open.Any(c => c.Id == n.CaseId)),
            AccountRole.ProbationOfficer when actor.ActsFor.Count > 1 => told.Where(n => n.AccountId == actor.AccountId || open.Any(c => c.Id == n.CaseId)),
            _ => told,
        };
    }

    /// <summary>How many wait for this actor.</summary>
    public static Task<int> UnreadNoticesAsync(this RegulatiefDbContext db, Actor actor, CancellationToken cancellationToken) =>
        db.Notices.VisibleTo(db, actor).WantedBy(db, actor).CountAsync(n => n.ReadAt == null, cancellationToken);

    /// <summary>Without those that this actor can do without.</summary>
    public static IQueryable<Notice> WantedBy(this IQueryable<Notice> notices, RegulatiefDbContext db, Actor actor) =>
        notices.Where(n => !db.UnwantedNotices.Any(u => u.AccountId == actor.AccountId && u.Kind == n.Kind));
}
