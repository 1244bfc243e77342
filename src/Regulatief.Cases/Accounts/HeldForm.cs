namespace Regulatief.Cases.Accounts;

/// <summary>A form that was sent when its log-in had ended: kept so that what was typed is there after logging in again.</summary>
public sealed class HeldForm
{
    public const int MaxPath = 500;

    public static readonly TimeSpan RetainFor = TimeSpan.FromDays(1);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Whose it is: nobody else gets to see it.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>Where it was sent, within this site.</summary>
    public required string Path { get; init; }

    /// <summary>Its fields, encrypted with the program's keys: what somebody typed of a client lies nowhere open that no case guards.</summary>
    public required string Fields { get; init; }

    public required DateTimeOffset At { get; init; }
}
