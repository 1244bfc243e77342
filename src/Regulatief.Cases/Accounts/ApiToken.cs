namespace Regulatief.Cases.Accounts;

/// <summary>With which a program acts for its owner in the API, until a day that the owner chose. It can do less than the owner: what asks for a second factor never.</summary>
public sealed class ApiToken
{
    /// <summary>By which it is known for what it is, also where it should not lie about.</summary>
    public const string Prefix = "rgt_";

    public const int MaxName = 60;

    /// <summary>Of those that open something, of one account.</summary>
    public const int Most = 20;

    public const int LongestInDays = 365;

    private const int Bytes = 32;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid AccountId { get; init; }

    /// <summary>What its owner knows it by.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the token, as hexadecimal digits: who reads the database cannot use it.</summary>
    public required string TokenHash { get; init; }

    public required ApiTokenScope Scope { get; init; }

    /// <summary>In which it acts, for as long as its owner has it.</summary>
    public required AccountRole Role { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The last day on which it opens something, inclusive.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>A minute late at most; null when it was never used.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>Null while nobody revoked it.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <returns>A new token, which is kept nowhere, and its hash.</returns>
    public static (string Token, string Hash) Make()
    {
        var token = Prefix + HashedSecret.Make(Bytes);
        return (token, HashOf(token));
    }

    public static string HashOf(string token) => HashedSecret.HashOf(token);
}

public enum ApiTokenScope
{
    Read,
    ReadAndWrite,
}
