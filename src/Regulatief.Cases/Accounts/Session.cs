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

    /// <summary>How long it is told afterwards.</summary>
    public static readonly TimeSpan RetainFor = TimeSpan.FromDays(90);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid AccountId { get; init; }

    public required SessionKind Kind { get; init; }

    /// <summary>As the browser or program names itself, cut at <see cref="MaxDevice"/>; empty when it says nothing.</summary>
    public required string Device { get; init; }

    /// <summary>Of the network; null when it is not known.</summary>
    public required string? Address { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>A minute late at most: not each click is written.</summary>
    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>At the latest.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>Ended by somebody; null while it lasts, and when it ended by its time.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

public enum SessionKind
{
    Pages,
    Token,
}
