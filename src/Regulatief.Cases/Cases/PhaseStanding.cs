using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Cases;

/// <summary>How far a case is with one phase of its cycle, in this round.</summary>
public enum PhaseStanding
{
    Done,
    Now,
    ToCome,

    /// <summary>It began, and the case went to its end from there.</summary>
    Stopped,

    /// <summary>The case ended before it.</summary>
    NotReached,
}

public static class PhaseStandings
{
    /// <summary>Of every phase but the end itself.</summary>
    public static async Task<IReadOnlyDictionary<CasePhase, PhaseStanding>> PhaseStandingsAsync(this RegulatiefDbContext db, Case @case, CancellationToken cancellationToken)
    {
        // What an inclusion check decides is its end; an evaluation is one when it was held; any other phase was broken off.
        var endedWell = @case.EndedIn switch
        {
            CasePhase.InclusionCheck or CasePhase.Closure => true,
            CasePhase.Evaluation => await db.Evaluations.AnyAsync(e => e.CaseId == @case.Id && e.Round == @case.Round, cancellationToken),
            _ => false,
        };
        return Enum.GetValues<CasePhase>().Where(p => p != CasePhase.Closed).ToDictionary(p => p, p => StandingOf(p, @case, endedWell));
    }

    private static PhaseStanding StandingOf(CasePhase phase, Case @case, bool endedWell) => (phase.CompareTo(@case.Phase), @case.EndedIn) switch
    {
        (0, _) => PhaseStanding.Now,
        ( > 0, _) => PhaseStanding.ToCome,
        (_, null) => PhaseStanding.Done,
        (_, { } ended) when phase == CasePhase.Closure || phase < ended || (phase == ended && endedWell) => PhaseStanding.Done,
        (_, { } ended) => phase == ended ? PhaseStanding.Stopped : PhaseStanding.NotReached,
    };
}
