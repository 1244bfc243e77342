using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.Meetings;

/// <summary>When and where the three sit down.</summary>
public sealed record MeetingTime
{
    public const int FewestMinutes = 15;
    public const int MostMinutes = 240;
    public const int MaxPlace = 200;

    /// <summary>Nobody is asked to come before it, or to be there after <see cref="Latest"/>: a slip of the pen, not an appointment. Europe/Amsterdam.</summary>
    public static readonly TimeOnly Earliest = new(7, 0);

    /// <inheritdoc cref="Earliest"/>
    public static readonly TimeOnly Latest = new(22, 0);

    /// <summary>UTC, to the minute.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    public required int Minutes { get; init; }

    public required LocationType Place { get; init; }

    /// <summary>A room or an address; null when the place says enough. Stays on pages: no mail and no calendar has it.</summary>
    public string? PlaceInWords { get; init; }

    public DateTimeOffset EndsAt => StartsAt.AddMinutes(Minutes);

    /// <summary>Europe/Amsterdam.</summary>
    public DateOnly On => LegalTime.DateOf(StartsAt);

    public bool Overlaps(MeetingTime other) => StartsAt < other.EndsAt && other.StartsAt < EndsAt;
}
