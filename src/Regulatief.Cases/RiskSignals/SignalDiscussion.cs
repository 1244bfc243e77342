using Regulatief.Cases.Cases;

namespace Regulatief.Cases.RiskSignals;

/// <summary>A talk of volunteer and client about a signal.</summary>
public sealed class SignalDiscussion
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required RiskSignalId RiskSignalId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DiscussionManner How { get; init; }

    /// <summary>To whom the client was told that it will be passed on; empty when that was not said.</summary>
    public required List<CaseRole> ToldRecipients { get; init; }

    /// <summary>What the client was told will be passed on; null when that was not said.</summary>
    public string? ToldWhat { get; init; }

    /// <summary>In the client's own words.</summary>
    public required string ClientsReaction { get; init; }
}

/// <summary>A try to discuss a signal that the client did not answer.</summary>
public sealed class DiscussionAttempt
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required RiskSignalId RiskSignalId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DiscussionManner How { get; init; }
}

public enum DiscussionManner
{
    FaceToFace,
    ByPhone,
    ByMessage,
}
