using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.InclusionChecks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.Closures;

/// <summary>What a closed case has: its cycle begins anew only at a phase of which all that comes before it was done and still holds.</summary>
/// <param name="LastInclusion">The last inclusion check's; null when there was none.</param>
/// <param name="Obstacles">Why the volunteer of the pairing could not be paired today; null when nobody is paired.</param>
/// <param name="OtherCase">The number of another case of the client that runs; null when none does.</param>
public sealed record Reopening(
    bool HasIntake, InclusionOutcome? LastInclusion, IReadOnlyList<VolunteerObstacle>? Obstacles, bool HasDivision, bool HasAgreementInForce, int? OtherCase)
{
    /// <summary>Where a cycle can begin.</summary>
    public static IReadOnlyList<CasePhase> Phases { get; } =
        [CasePhase.Intake, CasePhase.InclusionCheck, CasePhase.Matching, CasePhase.TaskDivision, CasePhase.WorkingTogether];

    /// <summary>Why the case cannot go on at this phase; null when it can.</summary>
    public CaseRuleException? RefusalAt(CasePhase phase, int caseNumber)
    {
        if (!Phases.Contains(phase)) return new CaseRuleException("case-no-phase-to-reopen", phase);
        if (OtherCase is { } other) return new CaseRuleException("client-has-open-case", other);
        if (phase >= CasePhase.InclusionCheck && !HasIntake) return new CaseRuleException("reopen-no-intake", phase);
        if (phase >= CasePhase.Matching && LastInclusion != InclusionOutcome.Included) return new CaseRuleException("reopen-not-included", phase);
        if (phase <= CasePhase.Matching) return null;

        if (Obstacles is null) return new CaseRuleException("case-no-volunteer", caseNumber);
        if (Obstacles is [var obstacle, ..]) return new CaseRuleException("reopen-volunteer-not-available", obstacle);
        if (phase < CasePhase.WorkingTogether) return null;

        if (!HasDivision) return new CaseRuleException("reopen-no-division", phase);
        return HasAgreementInForce ? null : new CaseRuleException("reopen-no-agreement", phase);
    }
}

public static class ReopeningQueries
{
    /// <param name="case">Loaded for change.</param>
    public static async Task<Reopening> ReopeningOfAsync(this RegulatiefDbContext db, Case @case, DateOnly today, CancellationToken cancellationToken)
    {
        var check = await db.InclusionChecks.AsNoTracking().Where(c => c.CaseId == @case.Id).OrderByDescending(c => c.DecidedAt).FirstOrDefaultAsync(cancellationToken);
        var signed = await db.Agreements.SignedOf(@case.Id).AsNoTracking().ToListAsync(cancellationToken);
        return new Reopening(
            await db.Intakes.AnyAsync(i => i.CaseId == @case.Id, cancellationToken),
            check?.Outcome,
            await ObstaclesAsync(db, @case, today, cancellationToken),
            await db.TaskDivisions.AnyAsync(d => d.CaseId == @case.Id, cancellationToken),
            signed.Exists(a => a.StateFor(@case, today) == AgreementForce.InForce),
            await db.Cases.Where(c => c.ClientId == @case.ClientId && c.Id != @case.Id && c.ClosedAt == null).Select(c => (int?)c.Number).FirstOrDefaultAsync(cancellationToken));
    }

    private static async Task<IReadOnlyList<VolunteerObstacle>?> ObstaclesAsync(RegulatiefDbContext db, Case @case, DateOnly today, CancellationToken cancellationToken)
    {
        if (@case.CurrentAssignment is not { VolunteerId: var id }) return null;
        var load = await db.Volunteers.Where(v => v.Id == id).WithLoad(db).AsNoTracking().SingleAsync(cancellationToken);
        return [.. load.ObstaclesOn(today)];
    }
}
