using Microsoft.EntityFrameworkCore;

namespace Regulatief.Cases.Accounts;

public static class SessionQueries
{
    /// <summary>Those whose cookie or token opens something now.</summary>
    public static IQueryable<Session> Lasting(this IQueryable<Session> sessions, DateTimeOffset now)
    {
        var idleSince = now - Session.Idle;
        return sessions.Where(s => s.EndedAt == null && s.EndsAt > now && (s.Kind == SessionKind.Token || s.LastSeenAt > idleSince));
    }

    /// <summary>Ends all of an account at once: at its owner's wish, or because a right, a role or the password changed.</summary>
    /// <param name="butNot">The one from which it is done; null for none.</param>
    public static Task<int> EndAsync(this IQueryable<Session> sessions, Guid accountId, Guid? butNot, DateTimeOffset at, CancellationToken cancellationToken) =>
        sessions.Where(s => s.AccountId == accountId && s.Id != butNot && s.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, at), cancellationToken);
}
