namespace Regulatief.Cases.Accounts;

/// <summary>A colleague who takes over an absent one's cases for a while (waarneming).</summary>
public sealed class Cover
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid AbsentId { get; init; }

    public required Guid CoveredById { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>The last day, inclusive.</summary>
    public required DateOnly Until { get; init; }
}
