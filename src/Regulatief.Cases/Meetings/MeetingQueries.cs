using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Meetings;

public static class MeetingQueries
{
    /// <summary>Planned and still to come. One of an earlier day that nobody recorded is late work, no appointment.</summary>
    public static IQueryable<ThreeWayMeeting> Ahead(this IQueryable<ThreeWayMeeting> meetings, DateOnly today) =>
        meetings.Where(m => m.Status == MeetingStatus.Planned && m.PlannedOn >= today);

    /// <summary>Those of cases that are the actor's work, with when they are: who looks along reads a case and has no diary of it. What was said there stands with the case.</summary>
    public static IQueryable<ThreeWayMeeting> VisibleTo(this IQueryable<ThreeWayMeeting> meetings, Actor actor) =>
        meetings.OfCases(m => m.Case, NeedToKnow.WorksOn(actor));

    /// <summary>Those of the cycle: not the joint talk of a hand-over.</summary>
    public static IQueryable<ThreeWayMeeting> OfCycle(this IQueryable<ThreeWayMeeting> meetings) => meetings.Where(m => m.LeavingId == null);

    /// <summary>What was decided in a case and is still to be done. What a client was to do is asked about at the next talk, and then no more.</summary>
    public static IQueryable<MeetingDecision> DecisionsToDo(this RegulatiefDbContext db, CaseId caseId) => db.MeetingDecisions
        .Where(d => d.CaseId == caseId && d.IsDone == null && (d.Owner != CaseRole.Client
            || d.MeetingId == db.Meetings.OfCycle().Where(m => m.CaseId == caseId && m.Status == MeetingStatus.Held).OrderByDescending(m => m.HeldOn).ThenByDescending(m => m.Id).Select(m => m.Id).FirstOrDefault()))
        .OrderBy(d => d.DueOn);

    /// <summary>The meeting with its case, and all of it that a command on it decides on.</summary>
    /// <exception cref="NotFoundException">There is none, or it is not this actor's.</exception>
    public static async Task<(ThreeWayMeeting Meeting, Case Case)> MeetingForChangeAsync(
        this RegulatiefDbContext db, MeetingId id, Actor actor, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(CaseKey.Of(id), actor, cancellationToken);
        return (await db.Meetings.SingleAsync(m => m.Id == id, cancellationToken), @case);
    }
}
