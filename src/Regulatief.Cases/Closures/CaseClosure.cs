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

    /// <summary>What goes on without us, and which contacts remain.</summary>
    public required string WhatRemains { get; init; }

    public required Guid RecordedById { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }
}
