using Regulatief.Cases.Time;
using Regulatief.Cases.Workflows.Transitions;

namespace Regulatief.Cases.Workflows;

/// <summary>What the activities of the domain may read of the case: a snapshot, taken before the run. Dates, numbers and choices only.</summary>
/// <param name="Calendar">What the terms of this workflow are counted by.</param>
/// <param name="NextMeetingOn">As agreed; null lets the rhythm decide.</param>
/// <param name="RhythmInWeeks">Null before the task division.</param>
/// <param name="EvaluateFrom">Null before the task division.</param>
public sealed record CaseFacts(DateOnly Today, WorkingCalendar Calendar, int Round, DateOnly? NextMeetingOn, int? RhythmInWeeks, DateOnly? EvaluateFrom)
{
    /// <summary>The rhythm proposed where none was agreed: a three-way meeting every six weeks.</summary>
    private const int DefaultRhythmInWeeks = 6;

    /// <summary>When the three meet next: as agreed, else by the rhythm from today, on the first working day from there. Never before today.</summary>
    public DateOnly PlannedMeetingOn => NextMeetingOn >= Today ? NextMeetingOn.Value : Calendar.Add(Today.AddDays(7 * (RhythmInWeeks ?? DefaultRhythmInWeeks)), 0);

    public static CaseFacts Of(CaseState @case, WorkingCalendar calendar, DateTimeOffset now) =>
        new(LegalTime.DateOf(now), calendar, @case.Round, @case.NextMeetingOn, @case.RhythmInWeeks, @case.EvaluateFrom);
}
