using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Volunteers;

/// <summary>Something volunteer and client did (activiteit).</summary>
public sealed class VolunteerActivity
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public required VolunteerId VolunteerId { get; init; }

    public required VolunteerActivityCategory Category { get; init; }

    public required DateOnly On { get; init; }

    public int? Minutes { get; init; }

    public LocationType Location { get; init; }

    public GoalId? GoalId { get; init; }

    public int? CostInCents { get; init; }

    /// <summary>The volunteer's own; nobody else reads it.</summary>
    public string? Note { get; init; }

    public required DateTimeOffset LoggedAt { get; init; }
}

/// <summary>The categories that the research found most.</summary>
public enum VolunteerActivityCategory
{
    /// <summary>Signaleren / bespreekbaar maken.</summary>
    Signalling,
    DoingThingsTogether,
    PracticalAdministration,
    PracticalHousing,
    PracticalDebts,
    PracticalOther,
    Talking,
    BuildingNetwork,
    WorkOrEducation,
    Other,
}

/// <summary>Where a contact takes place. Elsewhere than the office asks for a safety check first.</summary>
public enum LocationType
{
    ProbationOffice,
    PublicPlace,
    ClientHome,
    ByPhoneOrOnline,
    Other,
}
