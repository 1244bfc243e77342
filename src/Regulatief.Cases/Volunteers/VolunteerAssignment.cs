using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Volunteers;

/// <summary>The pairing of a volunteer with a client (koppeling), for a time.</summary>
public sealed class VolunteerAssignment
{
    public const int MaxAskedBy = 200;

    /// <summary>How long a volunteer who left can take their own notes along.</summary>
    public static readonly TimeSpan RetainNotesFor = TimeSpan.FromDays(30);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public required VolunteerId VolunteerId { get; init; }

    public Volunteer Volunteer { get; init; } = null!;

    public required DateTimeOffset From { get; init; }

    /// <summary>Exclusive; null while it lasts.</summary>
    public DateTimeOffset? Until { get; private set; }

    public string? EndReason { get; private set; }

    /// <summary>Why this volunteer suits this client, in the coordinator's words.</summary>
    public string? Motivation { get; init; }

    /// <summary>Who asked the two outside the product, in words, and when; null when a proposal did, and of a successor.</summary>
    public string? AskedBy { get; private set; }

    public DateOnly? AskedOn { get; private set; }

    /// <summary>Whether the volunteer's own notes are thrown away when it ends; else they can be taken along for a while.</summary>
    public bool ThrowsNotesAway { get; set; }

    public void AskedOutside(string by, DateOnly on) => (AskedBy, AskedOn) = (by, on);

    public void End(DateTimeOffset at, string reason)
    {
        if (Until is not null) throw new InvalidOperationException($"Assignment {Id} of case {CaseId} ended already at {Until:O}.");
        Until = at;
        EndReason = reason;
    }
}
