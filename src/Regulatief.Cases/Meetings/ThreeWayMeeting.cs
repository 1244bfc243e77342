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

    /// <summary>Why it was missed; null unless missed.</summary>
    public string? MissedReason { get; private set; }

    /// <summary>Whether the three agreed to evaluate now, before the agreed date.</summary>
    public bool LeadsToEvaluation { get; private set; }

    public DateOnly? NextOn { get; private set; }

    public void RecordHeld(DateOnly on, LocationType location, string agenda, string decisions, bool evaluateNow, DateOnly? nextOn)
    {
        ExpectPlanned();
        (Status, HeldOn, Location, Agenda, Decisions, LeadsToEvaluation, NextOn) =
            (MeetingStatus.Held, on, location, agenda, decisions, evaluateNow, nextOn);
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

public enum MeetingStatus
{
    Planned,
    Held,
    Missed,
    Cancelled,
}
