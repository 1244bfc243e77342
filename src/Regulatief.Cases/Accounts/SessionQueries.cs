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

    /// <summary>Ends those in which an account acts in this role, that it no longer has.</summary>
    public static Task<int> EndAsync(this IQueryable<Session> sessions, Guid accountId, AccountRole role, DateTimeOffset at, CancellationToken cancellationToken) =>
        sessions.Where(s => s.Role == role).EndAsync(accountId, null, at, cancellationToken);

    /// <summary>This one, whoever's.</summary>
    public static Task<int> EndOneAsync(this IQueryable<Session> sessions, Guid id, DateTimeOffset at, CancellationToken cancellationToken) =>
        sessions.Where(s => s.Id == id && s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, at), cancellationToken);

    /// <summary>Personal tokens that open something today.</summary>
    public static IQueryable<ApiToken> Opening(this IQueryable<ApiToken> tokens, DateOnly today) => tokens.Where(t => t.RevokedAt == null && t.Until >= today);

    /// <summary>Revokes all of an account.</summary>
    public static Task<int> RevokeAsync(this IQueryable<ApiToken> tokens, Guid accountId, DateTimeOffset at, CancellationToken cancellationToken) =>
        tokens.Where(t => t.AccountId == accountId && t.RevokedAt == null).ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, at), cancellationToken);
}
