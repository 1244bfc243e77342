namespace Regulatief.Cases.Accounts;

/// <summary>One log-in of an account. Its cookie or token names it, and is worth nothing once it has ended, whoever ended it.</summary>
public sealed class Session
{
    public const int MaxDevice = 200;

    public const int MaxAddress = 45;

    /// <summary>Of pages: so long without a click. A token is not idle.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    /// <summary>Of pages, however busy.</summary>
    public static readonly TimeSpan LongestOfPages = TimeSpan.FromHours(10);

    public static readonly TimeSpan LongestOfToken = TimeSpan.FromHours(1);

    /// <summary>So long after its owner proved to be there, what asks for it goes on without asking again.</summary>
    public static readonly TimeSpan FactorIsFreshFor = TimeSpan.FromMinutes(10);

    /// <summary>How long it is told afterwards.</summary>
    public static readonly TimeSpan RetainFor = TimeSpan.FromDays(90);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid AccountId { get; init; }

    public required SessionKind Kind { get; init; }

    /// <summary>In which its owner acts in it now. In pages they change it; a token keeps the one that it was made for.</summary>
    public required AccountRole Role { get; set; }

    /// <summary>As the browser or program names itself, cut at <see cref="MaxDevice"/>; empty when it says nothing.</summary>
    public required string Device { get; init; }

    /// <summary>Of the network; null when it is not known.</summary>
    public required string? Address { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>A minute late at most: not each click is written.</summary>
    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>At the latest.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>
    /// When whoever sits there last proved to be the owner by the strongest means that the account had: at the log-in, or when it was asked again since.
    /// Null in a log-in of before there was a second factor.
    /// </summary>
    public DateTimeOffset? FactorAt { get; set; }

    /// <summary>By what one logged in.</summary>
    public LogInMeans By { get; init; }

    /// <summary>Ended by somebody; null while it lasts, and when it ended by its time.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>By what somebody logged in.</summary>
public enum LogInMeans
{
    /// <summary>A password or a passkey of this program.</summary>
    Own,

    /// <summary>The organisation's own log-in.</summary>
    Federation,

    /// <summary>The same, where it asked for a second factor and its word is taken for it.</summary>
    FederationFactor,
}

public enum SessionKind
{
    Pages,
    Token,
}
