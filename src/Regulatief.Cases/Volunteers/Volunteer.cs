namespace Regulatief.Cases.Volunteers;

/// <summary>Someone who stands beside a client, unpaid.</summary>
public sealed class Volunteer
{
    public const int MaxWords = 1000;
    public const int MaxLine = 200;

    public VolunteerId Id { get; init; } = VolunteerId.New();

    public required Guid AccountId { get; init; }

    public required Projects.ProjectId ProjectId { get; init; }

    public required string FirstName { get; set; }

    public required string LastName { get; set; }

    public required string Place { get; set; }

    /// <summary>In words: what they know and like to do.</summary>
    public string? Expertise { get; set; }

    /// <summary>In words: "dinsdag en donderdag overdag".</summary>
    public string? Availability { get; set; }

    /// <summary>The parts of a week on which they can be there; empty when nobody asked.</summary>
    public List<WeekPart> AvailableOn { get; set; } = [];

    /// <summary>In words, beside Dutch.</summary>
    public string? Languages { get; set; }

    /// <summary>In words: whom they would like to stand beside, and whom not.</summary>
    public string? Wishes { get; set; }

    /// <summary>How far they travel, in kilometres; null when nobody asked.</summary>
    public int? TravelsKilometres { get; set; }

    /// <summary>In words: which training they followed.</summary>
    public string? Training { get; set; }

    /// <summary>The declaration of conduct (VOG) is valid up to and with this day; null when there is none.</summary>
    public DateOnly? ConductDeclarationUntil { get; set; }

    /// <summary>The number that stands on it; null when nobody wrote it down.</summary>
    public string? ConductDeclarationNumber { get; set; }

    /// <summary>How many clients they want to stand beside at once.</summary>
    public int Capacity { get; set; } = 1;

    public bool IsActive { get; set; } = true;

    public string FullName => $"{FirstName} {LastName}";

    public bool HasValidDeclarationOn(DateOnly day) => ConductDeclarationUntil >= day;
}
