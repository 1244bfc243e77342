using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;

namespace Regulatief.Cases.Volunteers;

public static class MatchProposalQueries
{
    /// <summary>Those of whoever works on the case; for a client the ones to which the volunteer said yes; for a volunteer their own, of a case that they do not see.</summary>
    public static IQueryable<MatchProposal> VisibleTo(this IQueryable<MatchProposal> proposals, RegulatiefDbContext db, Actor actor)
    {
        if (actor.Role == AccountRole.Volunteer)
        {
            var own = db.Volunteers.VisibleTo(db, actor);
            return proposals.Where(p => own.Any(v => v.Id == p.VolunteerId));
        }

        var ofWork = proposals.OfCases(p => p.Case, NeedToKnow.WorksOn(actor));
        return actor.Role switch
        {
            null => proposals,
            AccountRole.Coordinator or AccountRole.ProbationOfficer => ofWork,
            AccountRole.Client => ofWork.Where(p => p.AcceptedAt != null),
            _ => proposals.Where(_ => false),
        };
    }

    public static IQueryable<MatchProposal> Open(this IQueryable<MatchProposal> proposals) =>
        proposals.Where(p => p.Status == MatchProposalStatus.Asked || p.Status == MatchProposalStatus.Accepted);

    /// <summary>To which the volunteer or the client said no: not suggested again for that case.</summary>
    public static IQueryable<MatchProposal> SaidNo(this IQueryable<MatchProposal> proposals) =>
        proposals.Where(p => p.Status == MatchProposalStatus.Declined || p.Status == MatchProposalStatus.ClientDeclined);

    /// <summary>Has all that pairs or asks this volunteer wait for each other, whichever case it is about.</summary>
    public static Task LockVolunteerAsync(this RegulatiefDbContext db, VolunteerId volunteer, CancellationToken cancellationToken) =>
        db.Volunteers.Where(v => v.Id == volunteer).ExecuteUpdateAsync(set => set.SetProperty(v => v.Capacity, v => v.Capacity), cancellationToken);

    /// <summary>The proposal, for a command on it by whoever may see it; with its volunteer, and its case as it is loaded for change.</summary>
    /// <exception cref="NotFoundException">There is none, or it is not theirs.</exception>
    public static async Task<(MatchProposal Proposal, Case Case)> ProposalForChangeAsync(this RegulatiefDbContext db, Guid id, Actor actor, CancellationToken cancellationToken)
    {
        var proposal = await db.MatchProposals.VisibleTo(db, actor).Include(p => p.Volunteer).SingleOrDefaultAsync(p => p.Id == id, cancellationToken)
            ?? throw new NotFoundException(nameof(MatchProposal), id);
        return (proposal, await db.Cases.ForChange(proposal.CaseId).SingleAsync(cancellationToken));
    }

    /// <summary>Why the proposal counts no more; null while it does.</summary>
    public static async Task<MatchLapse?> WhyLapsedAsync(this RegulatiefDbContext db, MatchProposal proposal, Case @case, DateOnly today, CancellationToken cancellationToken)
    {
        if (@case.IsClosed || !await db.HumanTasks.Open().AnyAsync(t => t.Id == proposal.TaskId, cancellationToken)) return MatchLapse.StepEnded;
        if (@case.IsPaused) return MatchLapse.CasePaused;
        if (!await db.MatchProfiles.AnyAsync(p => p.CaseId == @case.Id, cancellationToken)) return MatchLapse.ProfileTakenBack;
        var load = await db.Volunteers.Where(v => v.Id == proposal.VolunteerId).WithLoad(db).SingleAsync(cancellationToken);
        var hasAccount = await db.Accounts.Active(AccountRole.Volunteer).AnyAsync(a => a.Id == load.Volunteer.AccountId, cancellationToken);
        return hasAccount && !load.ObstaclesOn(today).Any() ? null : MatchLapse.VolunteerUnavailable;
    }

    /// <summary>Ends it, and tells who asked and who was asked.</summary>
    public static async Task LapseAsync(this RegulatiefDbContext db, MatchProposal proposal, MatchLapse why, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var wasAsked = proposal.IsOpen;
        proposal.Lapse(why, now);
        if (!wasAsked) return;
        await db.TellCoordinatorsAsync(proposal, NoticeKind.MatchEnded, now, cancellationToken);
        await db.TellVolunteerAsync(proposal, NoticeKind.OwnMatchEnded, now, cancellationToken);
    }

    /// <summary>Those of a case that are open: it stands still, or what the client agreed to was taken back.</summary>
    public static async Task LapseOfCaseAsync(this RegulatiefDbContext db, CaseId caseId, MatchLapse why, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var proposal in await db.MatchProposals.Open().Where(p => p.CaseId == caseId).ToListAsync(cancellationToken)) await db.LapseAsync(proposal, why, now, cancellationToken);
    }

    /// <summary>Those of steps that ended otherwise.</summary>
    internal static async Task LapseOfStepsAsync(this RegulatiefDbContext db, IReadOnlyCollection<HumanTask> ended, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var steps = ended.Where(t => t is { Kind: HumanTaskKind.MatchVolunteer, IsOpen: false }).Select(t => t.Id).ToList();
        if (steps.Count == 0) return;
        foreach (var proposal in await db.MatchProposals.Open().Where(p => steps.Contains(p.TaskId)).ToListAsync(cancellationToken))
            if (proposal.IsOpen) await db.LapseAsync(proposal, MatchLapse.StepEnded, now, cancellationToken);
    }

    /// <summary>Pairs the two, both having said yes, and ends the coordinator's step with it.</summary>
    public static async Task PairAsync(this RegulatiefDbContext db, WorkflowHost workflows, MatchProposal proposal, Case @case, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var task = await db.HumanTasks.SingleAsync(t => t.Id == proposal.TaskId, cancellationToken);
        proposal.Pair(actor.AccountId, now);
        var pairing = new VolunteerAssignment { CaseId = @case.Id, VolunteerId = proposal.VolunteerId, From = now, Motivation = proposal.Motivation };
        db.VolunteerAssignments.Add(pairing);
        db.Timeline.Add(new TimelineEntry { CaseId = @case.Id, Kind = TimelineKind.VolunteerMatched, At = now, ById = proposal.AskedById, SubjectId = pairing.Id });
        await workflows.CompleteTaskAsync(task, @case, MatchVolunteerForm.Matched, actor.AccountId, null, cancellationToken);
        await db.TellCoordinatorsAsync(proposal, NoticeKind.MatchPaired, now, cancellationToken);
        await db.TellVolunteerAsync(proposal, NoticeKind.OwnMatchPaired, now, cancellationToken);
    }

    public static async Task TellCoordinatorsAsync(this RegulatiefDbContext db, MatchProposal proposal, NoticeKind kind, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var project = await db.Cases.Where(c => c.Id == proposal.CaseId).Select(c => c.ProjectId).SingleAsync(cancellationToken);
        foreach (var id in await db.ActiveCoordinatorsOf(project).ToListAsync(cancellationToken))
            db.Notices.Add(new Notice { AccountId = id, Role = AccountRole.Coordinator, Kind = kind, CaseId = proposal.CaseId, SubjectId = proposal.Id, At = at });
    }

    /// <summary>Without the case: they do not see it.</summary>
    public static async Task TellVolunteerAsync(this RegulatiefDbContext db, MatchProposal proposal, NoticeKind kind, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var account = await db.Volunteers.Where(v => v.Id == proposal.VolunteerId).Select(v => v.AccountId).SingleAsync(cancellationToken);
        db.Notices.Add(new Notice { AccountId = account, Role = AccountRole.Volunteer, Kind = kind, SubjectId = proposal.Id, At = at });
    }

    /// <summary>A client who has an account.</summary>
    public static void TellClient(this RegulatiefDbContext db, MatchProposal proposal, Case @case, DateTimeOffset at)
    {
        if (@case.HolderOf(CaseRole.Client) is { } client)
            db.Notices.Add(new Notice { AccountId = client.AccountId, Role = client.Role, Kind = NoticeKind.FirstMeeting, CaseId = @case.Id, SubjectId = proposal.Id, At = at });
    }
}
