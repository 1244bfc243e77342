using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Retention;

/// <summary>One kind of one case whose term ends.</summary>
/// <param name="EndsOn">From this day on it may go: the end of its term, or the later day until which it is kept longer.</param>
public sealed record EndingTerm(CaseId CaseId, int Number, RetentionKind Kind, DateOnly EndsOn);

public static class RetentionQueries
{
    public static IQueryable<LegalHold> Lasting(this IQueryable<LegalHold> holds) => holds.Where(h => h.LiftedAt == null);

    /// <summary>Those in an erasure that is not over for them.</summary>
    public static IQueryable<ErasureItem> Open(this IQueryable<ErasureItem> items) =>
        items.Where(i => i.Outcome == ErasureOutcome.Proposed || i.Outcome == ErasureOutcome.Waiting);

    /// <summary>Those of a project of which something of this kind is there, whose term has ended by this day, and about which nobody decided yet. Held ones are no question.</summary>
    public static IQueryable<Case> ToDecide(this RegulatiefDbContext db, Projects.ProjectId project, RetentionKind kind, RetentionTerm term, DateOnly day)
    {
        var lastDay = day.AddMonths(-term.Months);
        var after = LegalTime.EndOf(lastDay);
        var closed = db.Cases.Where(c => c.ProjectId == project && c.ErasedAt == null && c.ClosedAt != null
            && !db.LegalHolds.Any(h => h.CaseId == c.Id && h.LiftedAt == null)
            && !db.KeptLonger.Any(k => k.CaseId == c.Id && k.Kind == kind && k.Until > day)
            && !db.ErasureItems.Any(i => i.CaseId == c.Id && (i.Kind == kind || i.Kind == RetentionKind.CaseFile)
                && (i.Outcome == ErasureOutcome.Proposed || i.Outcome == ErasureOutcome.Waiting)));
        return db.Holding(kind, term.From switch
        {
            RetentionMoment.EndOfPairing => closed.Where(c => c.Assignments.Any() ? c.Assignments.All(a => (a.Until ?? c.ClosedAt) < after) : c.ClosedAt < after),
            RetentionMoment.EndOfAgreement => closed.Where(c => db.Agreements.Any(a => a.CaseId == c.Id)
                ? !db.Agreements.Any(a => a.CaseId == c.Id && (a.EndedAt != null ? a.EndedAt >= after : a.ValidUntil > lastDay))
                : c.ClosedAt < after),
            _ => closed.Where(c => c.ClosedAt < after),
        });
    }

    /// <summary>Those of which something of this kind is there still.</summary>
    public static IQueryable<Case> Holding(this RegulatiefDbContext db, RetentionKind kind, IQueryable<Case> cases) => kind switch
    {
        RetentionKind.CaseFile => cases.Where(c => c.ErasedAt == null),
        RetentionKind.RiskSignals => cases.Where(c => db.RiskSignals.Any(s => s.CaseId == c.Id && s.Disclosures.Any())),
        RetentionKind.VolunteerNotes => cases.Where(c => db.VolunteerActivities.Any(a => a.CaseId == c.Id && a.Note != null) || db.RiskSignals.Any(s => s.CaseId == c.Id && !s.Disclosures.Any())),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Expected what ends with a case."),
    };

    /// <summary>When this kind of these cases may go, each of them closed.</summary>
    public static async Task<IReadOnlyList<EndingTerm>> EndingTermsAsync(
        this RegulatiefDbContext db, IReadOnlyCollection<CaseId> cases, RetentionKind kind, RetentionTerm term, CancellationToken cancellationToken)
    {
        var rows = await db.Cases.Where(c => cases.Contains(c.Id) && c.ClosedAt != null).Select(c => new
        {
            c.Id,
            c.Number,
            c.ClosedAt,
            Pairings = c.Assignments.Select(a => a.Until).ToList(),
            Agreements = db.Agreements.Where(a => a.CaseId == c.Id).Select(a => new { a.EndedAt, a.ValidUntil }).ToList(),
            KeptUntil = db.KeptLonger.Where(k => k.CaseId == c.Id && k.Kind == kind).Max(k => (DateOnly?)k.Until),
        }).AsNoTracking().AsSplitQuery().ToListAsync(cancellationToken);
        return rows.ConvertAll(r =>
        {
            var closedOn = LegalTime.DateOf(r.ClosedAt!.Value);
            var moments = term.From switch
            {
                RetentionMoment.EndOfPairing => r.Pairings.Select(until => LegalTime.DateOf(until ?? r.ClosedAt.Value)),
                RetentionMoment.EndOfAgreement => r.Agreements.Select(a => a.EndedAt is { } ended ? LegalTime.DateOf(ended) : a.ValidUntil),
                _ => [],
            };
            var endsOn = moments.DefaultIfEmpty(closedOn).Max().AddMonths(term.Months);
            return new EndingTerm(r.Id, r.Number, kind, r.KeptUntil is { } kept && kept > endsOn ? kept : endsOn);
        });
    }
}
