namespace Regulatief.Cases.Accounts;

/// <summary>Lets somebody choose the password of an account, once: a new one, or who forgot theirs. Whoever holds the code is believed to be them.</summary>
public sealed class Invitation
{
    /// <summary>Enough for a weekend between.</summary>
    public static readonly TimeSpan ValidFor = TimeSpan.FromHours(72);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid AccountId { get; init; }

    /// <summary>SHA-256 of the code, as hexadecimal digits: who reads the database cannot use it.</summary>
    public required string CodeHash { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public DateTimeOffset EndsAt { get; init; }

    /// <summary>Null while it can be used, and when it ended unused.</summary>
    public DateTimeOffset? UsedAt { get; set; }

    /// <param name="validFor">Null for <see cref="ValidFor"/>.</param>
    /// <returns>The invitation to be kept, and its code, which is kept nowhere.</returns>
    public static (Invitation Invitation, string Code) For(Guid accountId, DateTimeOffset at, TimeSpan? validFor = null)
    {
        var code = HashedSecret.Make(24);
        return (new Invitation { AccountId = accountId, CodeHash = HashOf(code), MadeAt = at, EndsAt = at + (validFor ?? ValidFor) }, code);
    }

    public static string HashOf(string code) => HashedSecret.HashOf(code);
}
