using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Workflows.Transitions;

/// <summary>What a transition reads and changes of the case itself, as a value.</summary>
public sealed record CaseState(CaseId Id, int Number, CasePhase Phase, int Round, DateTimeOffset? PausedAt, DateTimeOffset? ClosedAt, ClosureReason? ClosureReason)
{
    /// <summary>The phase from which it went to its end; null while it runs.</summary>
    public CasePhase? EndedIn { get; init; }

    public DateOnly? NextMeetingOn { get; init; }

    public int? RhythmInWeeks { get; init; }

    public DateOnly? EvaluateFrom { get; init; }

    public bool IsPaused => PausedAt is not null;

    public static CaseState Of(Case @case) => new(@case.Id, @case.Number, @case.Phase, @case.Round, @case.PausedAt, @case.ClosedAt, @case.ClosureReason)
    {
        EndedIn = @case.EndedIn,
        NextMeetingOn = @case.NextMeetingOn,
        RhythmInWeeks = @case.MeetingRhythmInWeeks,
        EvaluateFrom = @case.EvaluateFrom,
    };
}
