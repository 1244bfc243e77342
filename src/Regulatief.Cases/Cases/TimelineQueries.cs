using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;

namespace Regulatief.Cases.Cases;

public static class TimelineQueries
{
    /// <summary>What a case's timeline tells this actor. Entries about a signal, and about tasks that follow one, are left out unless the signal is theirs to see.</summary>
    /// <remarks>Whether they may see the case at all is for the caller to ask: <see cref="CaseQueries.VisibleTo"/>.</remarks>
    public static async Task<IQueryable<TimelineEntry>> TimelineOfAsync(
        this RegulatiefDbContext db, CaseId caseId, Actor actor, CancellationToken cancellationToken)
    {
        var seen = await db.RiskSignals.VisibleTo(actor).Where(s => s.CaseId == caseId).Select(s => s.Id).ToListAsync(cancellationToken);
        var signals = seen.ConvertAll(id => (Guid?)id.Value);
        var aboutSignals = await db.HumanTasks
            .Where(t => t.CaseId == caseId && (t.Kind == HumanTaskKind.ExceptionReview || (t.RiskSignalId != null && !seen.Contains(t.RiskSignalId.Value))))
            .Select(t => t.Id).ToListAsync(cancellationToken);
        var hidden = aboutSignals.ConvertAll(id => (Guid?)id.Value);

        return db.Timeline.Where(e => e.CaseId == caseId
            && ((e.Kind != TimelineKind.SignalShared && e.Kind != TimelineKind.SignalClosed) || signals.Contains(e.SubjectId))
            && (e.SubjectId == null || !hidden.Contains(e.SubjectId)));
    }
}
