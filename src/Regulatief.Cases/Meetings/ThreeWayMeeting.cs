using Regulatief.Cases.Cases;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.Meetings;

/// <summary>A driegesprek: client, volunteer and professional at one table.</summary>
public sealed class ThreeWayMeeting
{
    public MeetingId Id { get; init; } = MeetingId.New();

    public required CaseId CaseId { get; init; }

    public Case Case { get; init; } = null!;

    public required int Round { get; init; }

    public required DateOnly PlannedOn { get; set; }

    public MeetingStatus Status { get; private set; } = MeetingStatus.Planned;

    public DateOnly? HeldOn { get; private set; }

    public LocationType? Location { get; private set; }

    public string? Agenda { get; private set; }

    public string? Decisions { get; private set; }

    /// <summary>What the three keep for the next talk; null when nothing was left.</summary>
    public string? PointsForNext { get; private set; }

    /// <summary>Why it was missed; null unless missed.</summary>
    public string? MissedReason { get; private set; }

    /// <summary>Whether the three agreed to evaluate now, before the agreed date.</summary>
    public bool LeadsToEvaluation { get; private set; }

    public DateOnly? NextOn { get; private set; }

    public void RecordHeld(DateOnly on, LocationType location, MeetingNotes notes, bool evaluateNow, DateOnly? nextOn)
    {
        ExpectPlanned();
        (Status, HeldOn, Location, LeadsToEvaluation, NextOn) = (MeetingStatus.Held, on, location, evaluateNow, nextOn);
        (Agenda, Decisions, PointsForNext) = (notes.Agenda, notes.Decisions, notes.PointsForNext);
    }

    public void RecordMissed(string reason, DateOnly nextOn)
    {
        ExpectPlanned();
        (Status, MissedReason, NextOn) = (MeetingStatus.Missed, reason, nextOn);
    }

    public void Cancel()
    {
        ExpectPlanned();
        Status = MeetingStatus.Cancelled;
    }

    private void ExpectPlanned()
    {
        if (Status != MeetingStatus.Planned) throw new CaseRuleException("meeting-already-recorded", Status);
    }
}

/// <summary>What was talked about, in words.</summary>
public sealed record MeetingNotes(string Agenda, string Decisions, string? PointsForNext);

public enum MeetingStatus
{
    Planned,
    Held,
    Missed,
    Cancelled,
}
