using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Volunteers;

public static class VolunteerLeavingQueries
{
    /// <summary>Those of cases that are the actor's work; a volunteer also those in which they take over, of whose case they see nothing before.</summary>
    public static IQueryable<VolunteerLeaving> VisibleTo(this IQueryable<VolunteerLeaving> leavings, Actor actor)
    {
        var own = leavings.OfCases(l => l.Case, NeedToKnow.WorksOn(actor));
        return actor.Role == AccountRole.Volunteer ? leavings.Where(l => l.Successor!.AccountId == actor.AccountId || own.Any(o => o.Id == l.Id)) : own;
    }

    /// <summary>Those that this volunteer takes over, with the joint talk of each while it is to come.</summary>
    public static async Task<IReadOnlyList<(VolunteerLeaving Leaving, ThreeWayMeeting? Talk)>> TakenOverByAsync(this RegulatiefDbContext db, Actor actor, CancellationToken cancellationToken)
    {
        var leavings = await db.VolunteerLeavings.VisibleTo(actor).Planned().Where(l => l.Successor!.AccountId == actor.AccountId)
            .Include(l => l.Pairing.Volunteer).Include(l => l.Case).OrderBy(l => l.LastDay).AsNoTracking().ToListAsync(cancellationToken);
        var ids = leavings.ConvertAll(l => (Guid?)l.Id);
        var talks = await db.Meetings.Where(m => ids.Contains(m.LeavingId) && m.Status == MeetingStatus.Planned).AsNoTracking().ToListAsync(cancellationToken);
        return leavings.ConvertAll(l => (l, talks.Find(t => t.LeavingId == l.Id)));
    }

    public static IQueryable<VolunteerLeaving> Planned(this IQueryable<VolunteerLeaving> leavings) => leavings.Where(l => l.Status == LeavingStatus.Planned);

    /// <summary>The one that is planned, with all that is decided on; null when nobody leaves.</summary>
    /// <param name="case">Whose it is, or may be seen, was asked already.</param>
    public static Task<VolunteerLeaving?> LeavingOfAsync(this RegulatiefDbContext db, Case @case, CancellationToken cancellationToken) =>
        db.VolunteerLeavings.Planned().Include(l => l.Items).Include(l => l.Successor).SingleOrDefaultAsync(l => l.CaseId == @case.Id, cancellationToken);

    /// <exception cref="CaseRuleException"><c>leaving-none</c>: nobody leaves here.</exception>
    public static async Task<VolunteerLeaving> PlannedLeavingAsync(this RegulatiefDbContext db, Case @case, CancellationToken cancellationToken) =>
        await db.LeavingOfAsync(@case, cancellationToken) ?? throw new CaseRuleException("leaving-none", @case.Number);

    /// <summary>Whether the client said at the last evaluation that the volunteer is the only contact.</summary>
    public static Task<bool> IsOnlyContactAsync(this RegulatiefDbContext db, CaseId caseId, CancellationToken cancellationToken) =>
        db.Evaluations.Where(e => e.CaseId == caseId).OrderByDescending(e => e.RecordedAt).Select(e => e.IsOnlyContact).FirstOrDefaultAsync(cancellationToken);

    /// <summary>What who stood beside the client last leaves to the volunteer of this moment: as far as the client agrees, and from the pairing on.</summary>
    public static async Task<IReadOnlyList<string>> LeftToAsync(this RegulatiefDbContext db, VolunteerAssignment pairing, CancellationToken cancellationToken)
    {
        var last = await db.VolunteerLeavings.Where(l => l.CaseId == pairing.CaseId && l.Status == LeavingStatus.Left && l.EndedAt <= pairing.From && l.PairingId != pairing.Id)
            .OrderByDescending(l => l.EndedAt).Select(l => (Guid?)l.Id).FirstOrDefaultAsync(cancellationToken);
        return last is null ? [] : await db.Set<ForSuccessor>().Where(i => i.LeavingId == last && i.IsAgreed == true).OrderBy(i => i.WrittenAt).Select(i => i.Words).ToListAsync(cancellationToken);
    }
}
