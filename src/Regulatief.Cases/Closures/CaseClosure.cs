using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Closures;

/// <summary>How a trajectory ended (afsluiting).</summary>
public sealed class CaseClosure
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public required ClosureReason Reason { get; init; }

    public required string Results { get; init; }

    public string? Farewell { get; init; }

    /// <summary>What goes on without us.</summary>
    public required string WhatRemains { get; init; }

    /// <summary>Which people the client has around them; the volunteer may have been the only one.</summary>
    public required string RemainingContacts { get; init; }

    /// <summary>As the client gives it, 1 to 10; null when it could not be asked.</summary>
    public int? QualityOfLife { get; init; }

    public required Guid RecordedById { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }
}
