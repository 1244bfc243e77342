using Regulatief.Cases.Cases;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.SafetyChecks;

/// <summary>Whether volunteer and client can meet safely at a place, decided before the first contact there.</summary>
public sealed class SafetyCheck
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    /// <summary>The place that was looked at.</summary>
    public required LocationType Considered { get; init; }

    /// <summary>What was weighed, in words.</summary>
    public required string Considerations { get; init; }

    /// <summary>What is arranged to keep it safe; null when nothing is needed.</summary>
    public string? Measures { get; init; }

    public required bool IsSafe { get; init; }

    /// <summary>Where they meet: the place looked at when it is safe, else the probation office.</summary>
    public LocationType Decided => IsSafe ? Considered : LocationType.ProbationOffice;

    public required Guid DecidedById { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }
}
