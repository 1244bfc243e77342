using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;

namespace Regulatief.Cases.Cases;

public static class TimelineQueries
{
    /// <summary>What those whose case it is are told beside what they did themselves. A kind that is not named here they are not told of: who steers the case decided, and why is theirs.</summary>
    private static readonly List<TimelineKind> ToldToClient =
    [
        TimelineKind.CaseOpened, TimelineKind.IntakeDone, TimelineKind.InclusionDecided, TimelineKind.VolunteerMatched, TimelineKind.NoVolunteerFound,
        TimelineKind.TaskDivisionAgreed, TimelineKind.AgreementProposed, TimelineKind.AgreementSigned, TimelineKind.AgreementInForce, TimelineKind.AgreementRefused,
        TimelineKind.AgreementWithdrawn, TimelineKind.AgreementEnded, TimelineKind.MeetingAgreed, TimelineKind.MeetingMoved, TimelineKind.MeetingCalledOff, TimelineKind.MeetingHeld, TimelineKind.MeetingMissed, TimelineKind.EvaluationAsked, TimelineKind.EvaluationHeld, TimelineKind.RoundStarted,
        TimelineKind.SignalShared, TimelineKind.SignalClosed, TimelineKind.VolunteerLeaves, TimelineKind.LeavingMoved, TimelineKind.LeavingTakenBack, TimelineKind.SuccessorFound, TimelineKind.VolunteerReplaced, TimelineKind.ProfessionalReplaced,
        TimelineKind.GoalAdded, TimelineKind.GoalEnded, TimelineKind.Paused, TimelineKind.Resumed, TimelineKind.Stopped, TimelineKind.Reopened, TimelineKind.Closed,
    ];

    /// <summary>A volunteer works in what was agreed; how it came to that, and who was asked before them, is not theirs.</summary>
    private static readonly List<TimelineKind> ToldToVolunteer =
        [.. ToldToClient.Except([TimelineKind.CaseOpened, TimelineKind.IntakeDone, TimelineKind.InclusionDecided, TimelineKind.NoVolunteerFound])];

    /// <summary>
    /// What a case's timeline tells this actor. Entries about a signal, and about tasks that only others may know of, are left out; a volunteer is told what
    /// happened while they stood beside the client, each time that they did.
    /// </summary>
    /// <remarks>Whether they may see the case at all is for the caller to ask: <see cref="CaseQueries.VisibleTo"/>.</remarks>
    public static async Task<IQueryable<TimelineEntry>> TimelineOfAsync(
        this RegulatiefDbContext db, CaseId caseId, Actor actor, CancellationToken cancellationToken)
    {
        var seen = await db.RiskSignals.VisibleTo(actor).Where(s => s.CaseId == caseId).Select(s => s.Id).ToListAsync(cancellationToken);
        var signals = seen.ConvertAll(id => (Guid?)id.Value);
        var unseen = await db.RiskSignals.Where(s => s.CaseId == caseId && !seen.Contains(s.Id)).Select(s => s.Id).ToListAsync(cancellationToken);
        var hidden = await HiddenTasksAsync(db, caseId, actor, unseen.ConvertAll(id => (Guid?)id.Value), cancellationToken);

        var entries = db.Timeline.Where(e => e.CaseId == caseId
            && ((e.Kind != TimelineKind.SignalShared && e.Kind != TimelineKind.SignalClosed) || signals.Contains(e.SubjectId))
            && (e.SubjectId == null || !hidden.Contains(e.SubjectId)));
        return actor.Role switch
        {
            AccountRole.Client => entries.Where(e => ToldToClient.Contains(e.Kind) || e.ById == actor.AccountId),
            AccountRole.Volunteer => entries.Where(e => (ToldToVolunteer.Contains(e.Kind) || e.ById == actor.AccountId)
                && db.VolunteerAssignments.Any(a => a.CaseId == e.CaseId && a.Volunteer.AccountId == actor.AccountId && a.From <= e.At && (a.Until == null || e.At <= a.Until))),
            _ => entries,
        };
    }

    /// <summary>Tasks of which the reader may not even know: about signals that they do not see, and what others keep between the two of them.</summary>
    private static async Task<List<Guid?>> HiddenTasksAsync(
        RegulatiefDbContext db, CaseId caseId, Actor actor, List<Guid?> unseenSignals, CancellationToken cancellationToken)
    {
        var own = db.HumanTasks.VisibleTo(actor).Select(t => t.Id);
        var hidden = await db.HumanTasks
            .Where(t => t.CaseId == caseId && ((HumanTaskQueries.Confidential.Contains(t.Kind) && !own.Contains(t.Id)) || unseenSignals.Contains(t.SubjectId)))
            .Select(t => t.Id).ToListAsync(cancellationToken);
        return hidden.ConvertAll(id => (Guid?)id.Value);
    }
}
