using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Cases.Workflows;

namespace Regulatief.Cases.Volunteers;

/// <summary>What becomes true when a volunteer says that they leave, when that changes, and on the day itself.</summary>
public static class Leaving
{
    /// <summary>Plans it: its day is promised, a coordinator is asked for a successor, and there is a talk to find a time for.</summary>
    /// <param name="case">Loaded for change.</param>
    public static async Task PlanLeavingAsync(this RegulatiefDbContext db, VolunteerLeaving leaving, Case @case, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var calendar = await db.CalendarAsync(cancellationToken);
        db.VolunteerLeavings.Add(leaving);
        await db.PromiseLeavingAsync(leaving, cancellationToken);
        db.AskSuccessor(leaving, @case, calendar, now);
        db.Meetings.Add(new ThreeWayMeeting { CaseId = @case.Id, Round = @case.Round, PlannedOn = leaving.TalkOn(LegalTime.DateOf(now), calendar), LeavingId = leaving.Id });
    }

    /// <summary>Moves its day, and what hangs on it. A time that they all agreed on stays: they move it themselves.</summary>
    public static async Task MoveLeavingAsync(this RegulatiefDbContext db, VolunteerLeaving leaving, Case @case, DateOnly lastDay, DateTimeOffset now, CancellationToken cancellationToken)
    {
        leaving.RefuseIfOver();
        leaving.LastDay = lastDay;
        var (today, calendar) = (LegalTime.DateOf(now), await db.CalendarAsync(cancellationToken));
        await db.PromiseLeavingAsync(leaving, cancellationToken);
        foreach (var task in await db.SearchesOf(leaving).ToListAsync(cancellationToken)) await db.MoveTermAsync(task, leaving.SuccessorBy(today, calendar), @case.IsPaused, now, cancellationToken);
        if (await db.TalkOfAsync(leaving, cancellationToken) is { Status: MeetingStatus.Planned, Agreed: null } talk) talk.PlannedOn = leaving.TalkOn(today, calendar);
        if (leaving.SuccessorId is not null) await db.TellSuccessorAsync(leaving, NoticeKind.SuccessionChanged, now, cancellationToken);
    }

    /// <summary>The volunteer stays.</summary>
    public static async Task TakeBackLeavingAsync(this RegulatiefDbContext db, VolunteerLeaving leaving, DateTimeOffset now, CancellationToken cancellationToken)
    {
        leaving.End(LeavingStatus.TakenBack, now);
        await db.EndPreparationAsync(leaving, now, cancellationToken);
        if (leaving.SuccessorId is not null) await db.TellSuccessorAsync(leaving, NoticeKind.SuccessionEnded, now, cancellationToken);
    }

    /// <summary>Asks a coordinator for a successor.</summary>
    internal static void AskSuccessor(this RegulatiefDbContext db, VolunteerLeaving leaving, Case @case, WorkingCalendar calendar, DateTimeOffset now)
    {
        var task = leaving.OpenTask(now, calendar);
        db.HumanTasks.Add(task);
        db.PromiseTerm(task, new Term(0), calendar, now, @case.IsPaused);
    }

    /// <summary>The open task of finding a successor.</summary>
    public static IQueryable<HumanTask> SearchesOf(this RegulatiefDbContext db, VolunteerLeaving leaving) =>
        db.HumanTasks.Open().Where(t => t.CaseId == leaving.CaseId && t.Kind == HumanTaskKind.Successor && t.SubjectId == leaving.Id);

    /// <summary>The talk of who leaves, who comes, the client and the professional.</summary>
    public static Task<ThreeWayMeeting?> TalkOfAsync(this RegulatiefDbContext db, VolunteerLeaving leaving, CancellationToken cancellationToken) =>
        db.Meetings.SingleOrDefaultAsync(m => m.CaseId == leaving.CaseId && m.LeavingId == leaving.Id, cancellationToken);

    /// <summary>Has somebody take over from the day after, and lets them know of the talk.</summary>
    public static async Task NameSuccessorAsync(this RegulatiefDbContext db, VolunteerLeaving leaving, Volunteer successor, string motivation, Guid by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        leaving.Name(successor.Id, motivation, by);
        if (await db.TalkOfAsync(leaving, cancellationToken) is { Status: MeetingStatus.Planned } talk) talk.GuestId = successor.AccountId;
        db.TellSuccessor(leaving, successor.AccountId, NoticeKind.SuccessionAsked, now);
    }

    /// <summary>Who was to take over does not: a coordinator is asked for somebody else.</summary>
    /// <param name="case">Loaded for change.</param>
    public static async Task SeekAgainAsync(this RegulatiefDbContext db, VolunteerLeaving leaving, Case @case, DateTimeOffset now, CancellationToken cancellationToken)
    {
        leaving.RefuseIfOver();
        if (await db.SearchesOf(leaving).AnyAsync(cancellationToken)) throw new CaseRuleException("successor-sought");
        if (leaving.SuccessorId is not null) await db.TellSuccessorAsync(leaving, NoticeKind.SuccessionEnded, now, cancellationToken);
        leaving.LoseSuccessor();
        if (await db.TalkOfAsync(leaving, cancellationToken) is { Status: MeetingStatus.Planned } talk) talk.GuestId = null;
        db.AskSuccessor(leaving, @case, await db.CalendarAsync(cancellationToken), now);
    }

    /// <summary>
    /// Keeps the promise of the day: the pairing ends with all rights of it, once, and who takes over is paired. The cycle goes on from there: at its hand-over, which is done when
    /// there is a successor. Does nothing about one that ended meanwhile.
    /// </summary>
    /// <param name="case">Loaded for change.</param>
    public static async Task LeaveWhenDueAsync(this RegulatiefDbContext db, WorkflowHost workflows, Guid id, Case @case, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await db.VolunteerLeavings.Planned().SingleOrDefaultAsync(l => l.Id == id, cancellationToken) is not { } leaving) return;
        var pairing = @case.Assignments.Single(a => a.Id == leaving.PairingId);
        if (pairing.Until is null) await db.EndPairingAsync(workflows, pairing, @case, now, leaving.Reason, now, cancellationToken);
        else await db.EndLeavingOfAsync(pairing, now, cancellationToken);
        if (!@case.IsUnderWay) return;

        var successor = await db.PairSuccessorAsync(leaving, @case, now, cancellationToken);
        // A cycle that does not wait for it is still busy with the volunteer who came last; who came now takes their place in that.
        if (successor is not null && !await db.WaitsForLeavingAsync(@case, cancellationToken)) return;
        if (!await workflows.PublishIfRunningAsync(@case, "volunteer-leaves", cancellationToken)) return;
        if (successor is null) await db.ShortenHandoverAsync(@case, leaving.IsOnlyContact, now, cancellationToken);
        else if (db.OpenedHandoverOf(@case) is { } step) await workflows.CompleteTaskAsync(step, @case, VolunteerHandoverForm.Done, leaving.NamedById!.Value, null, cancellationToken);
    }

    /// <summary>Gives the hand-over that was opened just now less time where the client has nobody else.</summary>
    public static async Task ShortenHandoverAsync(this RegulatiefDbContext db, Case @case, bool isOnlyContact, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!isOnlyContact || db.OpenedHandoverOf(@case) is not { } step) return;
        var by = VolunteerLeaving.HandoverOfOnlyContactBy(LegalTime.DateOf(now), await db.CalendarAsync(cancellationToken));
        if (by < step.DueOn) await db.MoveTermAsync(step, by, @case.IsPaused, now, cancellationToken);
    }

    /// <summary>The cycle's step, when it was opened in this commit.</summary>
    private static HumanTask? OpenedHandoverOf(this RegulatiefDbContext db, Case @case) =>
        db.HumanTasks.Local.FirstOrDefault(t => t.CaseId == @case.Id && t is { Kind: HumanTaskKind.VolunteerHandover, IsOpen: true });

    /// <summary>
    /// Ends a pairing, with what the volunteer had in it: what they had not decided about is withdrawn, nobody waits for their contact, and their own notes go as they chose.
    /// </summary>
    /// <param name="case">Loaded for change.</param>
    /// <param name="until">The end of the pairing: not after now.</param>
    internal static async Task EndPairingAsync(
        this RegulatiefDbContext db, WorkflowHost workflows, VolunteerAssignment pairing, Case @case, DateTimeOffset until, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        pairing.End(until, reason);
        await db.WithdrawUndecidedAsync(workflows, pairing, @case, now, cancellationToken);
        await db.EndContactOfAsync(pairing, now, cancellationToken);
        await db.EndNotesOfAsync(pairing, cancellationToken);
        await db.EndLeavingOfAsync(pairing, now, cancellationToken);
    }

    /// <summary>A leaving that was planned is over with its pairing.</summary>
    private static async Task EndLeavingOfAsync(this RegulatiefDbContext db, VolunteerAssignment pairing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await db.VolunteerLeavings.Planned().SingleOrDefaultAsync(l => l.PairingId == pairing.Id, cancellationToken) is not { } leaving) return;
        leaving.End(LegalTime.EndOf(leaving.LastDay) <= now ? LeavingStatus.Left : LeavingStatus.Lapsed, now);
        await db.EndPreparationAsync(leaving, now, cancellationToken);
    }

    /// <summary>Nobody is looked for any more, nor is there anything to talk about; and its day is promised no more.</summary>
    private static async Task EndPreparationAsync(this RegulatiefDbContext db, VolunteerLeaving leaving, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.TakeBackAsync(leaving.Id, cancellationToken);
        await db.CallOffAsync(await db.SearchesOf(leaving).ToListAsync(cancellationToken), now, cancellationToken);
        if (await db.TalkOfAsync(leaving, cancellationToken) is not { Status: MeetingStatus.Planned } talk) return;
        talk.Cancel();
        if (talk.Agreed is not null) db.PromiseCalendars(talk, now);
    }

    /// <summary>Null when nobody was named, or who was named cannot be paired any more: then the coordinator is told, and finds somebody at the hand-over.</summary>
    private static async Task<VolunteerAssignment?> PairSuccessorAsync(this RegulatiefDbContext db, VolunteerLeaving leaving, Case @case, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (leaving.SuccessorId is not { } id || @case.CurrentAssignment is not null) return null;
        await db.LockVolunteerAsync(id, cancellationToken);
        var load = await db.Volunteers.Where(v => v.Id == id).WithLoad(db).SingleAsync(cancellationToken);
        if (load.ObstaclesOn(LegalTime.DateOf(now)).Any())
        {
            db.TellSuccessor(leaving, load.Volunteer.AccountId, NoticeKind.SuccessionEnded, now);
            foreach (var coordinator in await db.CoordinatorsOfAsync(@case, cancellationToken))
                db.Notices.Add(new Notice { AccountId = coordinator, Role = AccountRole.Coordinator, Kind = NoticeKind.SuccessorFellOut, CaseId = @case.Id, At = now });
            return null;
        }

        var pairing = new VolunteerAssignment { CaseId = @case.Id, VolunteerId = id, From = now, Motivation = leaving.Motivation };
        db.VolunteerAssignments.Add(pairing);
        db.Timeline.Add(new TimelineEntry { CaseId = @case.Id, Kind = TimelineKind.VolunteerReplaced, At = now, ById = leaving.NamedById!.Value, SubjectId = leaving.Id });
        db.TellSuccessor(leaving, load.Volunteer.AccountId, NoticeKind.SuccessionBegun, now);
        return pairing;
    }

    private static Task<bool> WaitsForLeavingAsync(this RegulatiefDbContext db, Case @case, CancellationToken cancellationToken) =>
        db.Bookmarks.AnyAsync(b => b.Key == "volunteer-leaves" && db.Instances.Cycles().Any(i => i.Id == b.InstanceId && i.CaseId == @case.Id), cancellationToken);

    private static async Task TellSuccessorAsync(this RegulatiefDbContext db, VolunteerLeaving leaving, NoticeKind kind, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.TellSuccessor(leaving, await db.Volunteers.Where(v => v.Id == leaving.SuccessorId).Select(v => v.AccountId).SingleAsync(cancellationToken), kind, now);

    /// <summary>Without the case, which they do not see yet.</summary>
    private static void TellSuccessor(this RegulatiefDbContext db, VolunteerLeaving leaving, Guid accountId, NoticeKind kind, DateTimeOffset now) =>
        db.Notices.Add(new Notice { AccountId = accountId, Role = AccountRole.Volunteer, Kind = kind, SubjectId = leaving.Id, At = now });
}
