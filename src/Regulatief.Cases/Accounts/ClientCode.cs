using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Clients;

namespace Regulatief.Cases.Accounts;

/// <summary>
/// Lets a client choose the password of their account, once, with their user name: a few signs that the officer of the case gives them, in person. So short a code is worth something
/// only because few tries are taken.
/// </summary>
public sealed class ClientCode
{
    /// <summary>Enough for a weekend between.</summary>
    public static readonly TimeSpan ValidFor = TimeSpan.FromHours(72);

    /// <summary>After so many wrong ones the officer gives another.</summary>
    public const int MaxTries = 5;

    // No vowels and nothing that looks like something else.
    private const string Signs = "23456789BCDFGHJKMNPQRTVWXY";

    private const int Length = 8;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid AccountId { get; init; }

    /// <summary>Slow by intention, as of a password: who reads the database could try out all there are of a fast one.</summary>
    public required string CodeHash { get; init; }

    public required Guid GivenById { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    public int Tries { get; set; }

    /// <summary>Null while it can be used, and when it ended unused.</summary>
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>In two groups, as it is written on paper.</summary>
    public static string Make() => RandomNumberGenerator.GetString(Signs, Length).Insert(Length / 2, "-");

    /// <summary>As it was made, however it was typed.</summary>
    public static string Bare(string typed) => string.Concat(typed.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
}

/// <summary>How a client stands with logging in.</summary>
/// <param name="UserName">Null when there is no account.</param>
/// <param name="CodeUntil">Until when the code that was given can be used; null when there is none to use.</param>
public sealed record ClientAccess(ClientAccessState State, string? UserName, DateTimeOffset? CodeUntil);

public enum ClientAccessState
{
    /// <summary>No account: the client signs on the professional's device.</summary>
    None,

    /// <summary>A code was given, and a password not chosen yet.</summary>
    Invited,

    /// <summary>The code ended before it was used.</summary>
    CodeEnded,
    Active,

    /// <summary>Closed by the officer, or by an administrator.</summary>
    Closed,
}

public static class ClientCodeQueries
{
    /// <summary>The one that can be used now: the newest of the account, not used, not ended and not tried too often.</summary>
    public static IQueryable<ClientCode> Usable(this IQueryable<ClientCode> codes, Guid accountId, DateTimeOffset now) => codes.Where(c => c.AccountId == accountId
        && c.UsedAt == null && c.EndsAt > now && c.Tries < ClientCode.MaxTries && !codes.Any(newer => newer.AccountId == c.AccountId && newer.MadeAt > c.MadeAt));

    /// <summary>Whether the client has an account that is not closed, and does for themselves what is theirs to do.</summary>
    public static async Task<bool> HasOwnAccountAsync(this Persistence.RegulatiefDbContext db, Client client, CancellationToken cancellationToken) =>
        client.AccountId is { } id && await db.Accounts.AnyAsync(a => a.Id == id && a.IsActive, cancellationToken);

    /// <summary>Of the client of a case that the caller may see.</summary>
    public static async Task<ClientAccess> AccessOfAsync(this Persistence.RegulatiefDbContext db, Client client, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (client.AccountId is not { } id) return new ClientAccess(ClientAccessState.None, null, null);
        var account = await db.Accounts.Where(a => a.Id == id).Select(a => new { a.UserName, a.IsActive, HasPassword = a.PasswordHash != null }).SingleAsync(cancellationToken);
        var until = await db.ClientCodes.Usable(id, now).Select(c => (DateTimeOffset?)c.EndsAt).SingleOrDefaultAsync(cancellationToken);
        var state = account switch
        {
            { IsActive: false } => ClientAccessState.Closed,
            { HasPassword: true } => ClientAccessState.Active,
            _ => until is null ? ClientAccessState.CodeEnded : ClientAccessState.Invited,
        };
        return new ClientAccess(state, account.UserName, account.IsActive ? until : null);
    }
}
