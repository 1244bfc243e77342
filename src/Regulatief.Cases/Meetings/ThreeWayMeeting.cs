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

    /// <summary>The leaving of a volunteer of which this is the joint talk; null of those that the cycle plans.</summary>
    public Guid? LeavingId { get; init; }

    /// <summary>The account of who comes along without being a party: the successor at a joint talk. Null for nobody.</summary>
    public Guid? GuestId { get; set; }

    /// <summary>The day that the rhythm or the last talk gives; from an agreed time on, the day of that.</summary>
    public required DateOnly PlannedOn { get; set; }

    /// <summary>What all said yes to; null while there is a day and no time.</summary>
    public MeetingTime? Agreed { get; private set; }

    /// <summary>What stood in calendars last, also when it is off; null when nothing ever did.</summary>
    public MeetingTime? LastAgreed => Agreed ?? Proposals.Where(p => p.Status == MeetingProposalStatus.Agreed).OrderBy(p => p.At).ThenBy(p => p.Id.Value).LastOrDefault()?.Time;

    /// <summary>One more each time that what stands in people's calendars changes (RFC 5545, <c>SEQUENCE</c>); 0 while it stands in none.</summary>
    public int Sequence { get; private set; }

    public List<MeetingProposal> Proposals { get; init; } = [];

    public MeetingProposal? OpenProposal => Proposals.Find(p => p.IsOpen);

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

    /// <summary>Asks the others for a time. What was proposed before is off the table; what was agreed stands until all said yes to this.</summary>
    /// <exception cref="CaseRuleException"><c>meeting-already-recorded</c>.</exception>
    public MeetingProposal Propose(MeetingTime time, CaseRole party, Guid by, string? reason, DateTimeOffset at)
    {
        ExpectPlanned();
        OpenProposal?.End(MeetingProposalStatus.Replaced);
        var proposal = new MeetingProposal { MeetingId = Id, Time = time, ByParty = party, ById = by, Reason = reason, At = at };
        proposal.SayYes(party, by, at);
        Proposals.Add(proposal);
        return proposal;
    }

    /// <summary>A party can be there.</summary>
    /// <param name="parties">All who are to be there.</param>
    /// <returns>Whether that was the last yes, and the time is agreed.</returns>
    /// <exception cref="CaseRuleException"><c>meeting-already-recorded</c>, <c>meeting-proposal-over</c>, <c>meeting-in-past</c>.</exception>
    public bool SayYes(MeetingProposalId id, CaseRole party, IReadOnlyCollection<CaseRole> parties, Guid by, DateTimeOffset at)
    {
        var proposal = ExpectOpen(id);
        if (proposal.Time.StartsAt <= at) throw new CaseRuleException("meeting-in-past");
        proposal.SayYes(party, by, at);
        if (proposal.WaitsFor(parties).Any()) return false;

        proposal.End(MeetingProposalStatus.Agreed);
        (Agreed, PlannedOn) = (proposal.Time with { }, proposal.Time.On);
        Sequence++;
        return true;
    }

    /// <param name="party">Takes back what they proposed themselves.</param>
    /// <exception cref="CaseRuleException"><c>meeting-already-recorded</c>, <c>meeting-proposal-over</c>, <c>meeting-proposal-of-another</c>.</exception>
    public void Withdraw(MeetingProposalId id, CaseRole party)
    {
        var proposal = ExpectOpen(id);
        if (proposal.ByParty != party) throw new CaseRuleException("meeting-proposal-of-another");
        proposal.End(MeetingProposalStatus.Withdrawn);
    }

    /// <summary>It cannot be at the agreed time, and there is no other yet. The talk itself is still to come.</summary>
    /// <exception cref="CaseRuleException"><c>meeting-already-recorded</c>, <c>meeting-no-time</c>.</exception>
    public void CallOff()
    {
        ExpectPlanned();
        if (Agreed is null) throw new CaseRuleException("meeting-no-time");
        Agreed = null;
        Sequence++;
    }

    public void RecordHeld(DateOnly on, LocationType location, MeetingNotes notes, bool evaluateNow, DateOnly? nextOn)
    {
        Finish(MeetingStatus.Held);
        (HeldOn, Location, LeadsToEvaluation, NextOn) = (on, location, evaluateNow, nextOn);
        (Agenda, Decisions, PointsForNext) = (notes.Agenda, notes.Decisions, notes.PointsForNext);
    }

    /// <summary>Who leaves and who comes met with the client and the professional: what was said there is theirs.</summary>
    public void RecordTalk(DateOnly on, LocationType location)
    {
        Finish(MeetingStatus.Held);
        (HeldOn, Location) = (on, location);
    }

    public void RecordMissed(string reason, DateOnly nextOn)
    {
        Finish(MeetingStatus.Missed);
        (MissedReason, NextOn) = (reason, nextOn);
    }

    /// <summary>The cycle no longer asks for it.</summary>
    public void Cancel()
    {
        Finish(MeetingStatus.Cancelled);
        if (Agreed is not null) Sequence++;
    }

    /// <summary>Nobody is asked for a time any more.</summary>
    private void Finish(MeetingStatus status)
    {
        ExpectPlanned();
        OpenProposal?.End(MeetingProposalStatus.Withdrawn);
        Status = status;
    }

    private MeetingProposal ExpectOpen(MeetingProposalId id)
    {
        ExpectPlanned();
        return Proposals.Find(p => p.Id == id && p.IsOpen) ?? throw new CaseRuleException("meeting-proposal-over");
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
