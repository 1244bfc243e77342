using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Volunteers;

/// <summary>One volunteer leaves and another takes over, or nobody does (wisseling, overdracht).</summary>
public sealed class VolunteerHandover
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    /// <summary>Null when nobody stood beside the client any more.</summary>
    public VolunteerId? FromVolunteerId { get; init; }

    /// <summary>Null when no successor was found.</summary>
    public VolunteerId? ToVolunteerId { get; init; }

    /// <summary>What the successor must know to go on.</summary>
    public required string ToHandOver { get; init; }

    /// <summary>The joint talk of the leaving volunteer, the successor and the client; null when there is none.</summary>
    public DateOnly? TransferOn { get; init; }

    /// <summary>Why there is no joint talk; null when there is one.</summary>
    public string? NoTransferReason { get; init; }

    public string? NoSuccessorReason { get; init; }

    public required Guid RecordedById { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }
}
