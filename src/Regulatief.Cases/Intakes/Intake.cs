using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Intakes;

/// <summary>What the officer and the client established at the start.</summary>
public sealed class Intake
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    /// <summary>Hulpvragen, in the client's words.</summary>
    public required string HelpNeeds { get; init; }

    /// <summary>Why additional help beside the professional is wanted.</summary>
    public required string WhyVolunteer { get; init; }

    /// <summary>What the client wishes of a volunteer; null when nothing was said.</summary>
    public string? WishesForVolunteer { get; init; }

    /// <summary>Quality of life as the client gives it, 1 to 10; null when not asked.</summary>
    public int? QualityOfLife { get; init; }

    public required Guid RecordedById { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }
}
