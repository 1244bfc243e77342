using Regulatief.Cases.Cases;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.StartContacts;

/// <summary>The first meeting of volunteer and professional (startcontact), a step in every form of cooperation.</summary>
public sealed class StartContact
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public required DateOnly HeldOn { get; init; }

    public required LocationType Location { get; init; }

    /// <summary>What the two expect of each other and of the trajectory.</summary>
    public required string Expectations { get; init; }

    /// <summary>What the volunteer knows or can do that serves here.</summary>
    public required string VolunteerExpertise { get; init; }

    public required string ProfessionalExpertise { get; init; }

    public required Guid RecordedById { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }
}
