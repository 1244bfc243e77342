using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Reminders;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Volunteers;

/// <summary>A volunteer's own notes of one case: what they wrote for themselves, and beside what they did with the client.</summary>
/// <param name="Until">When the pairing ended; null while it lasts.</param>
public sealed record NotesOfPairing(CaseId CaseId, int Number, DateTimeOffset? Until, IReadOnlyList<(DateOnly On, string Words)> Notes);

/// <summary>What becomes of a volunteer's own notes when they leave: they take them along, or they are thrown away.</summary>
public static class LeavingNotes
{
    /// <summary>Those of cases that are the volunteer's work, and for a while of those that they left.</summary>
    public static async Task<IReadOnlyList<NotesOfPairing>> NotesTakenAlongByAsync(this RegulatiefDbContext db, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - VolunteerAssignment.RetainNotesFor;
        var pairings = await db.VolunteerAssignments
            .Where(a => a.Volunteer.AccountId == actor.AccountId && (a.Until == null || a.Until > since))
            .Join(db.Cases.Where(c => c.ErasedAt == null), a => a.CaseId, c => c.Id, (a, c) => new { a.CaseId, a.VolunteerId, a.Until, c.Number })
            .OrderByDescending(p => p.Number).ThenBy(p => p.Until != null).ToListAsync(cancellationToken);
        var cases = pairings.ConvertAll(p => p.CaseId);
        var volunteers = pairings.Select(p => p.VolunteerId).Distinct().ToList();
        var notes = await db.OwnNotes.Where(n => n.AccountId == actor.AccountId && cases.Contains(n.CaseId)).Select(n => new { n.CaseId, n.WrittenAt, n.Words }).ToListAsync(cancellationToken);
        var noted = await db.VolunteerActivities.Where(a => cases.Contains(a.CaseId) && volunteers.Contains(a.VolunteerId) && a.Note != null)
            .Select(a => new { a.CaseId, a.On, a.Note }).ToListAsync(cancellationToken);
        return
        [
            .. pairings.DistinctBy(p => p.CaseId).Select(p => new NotesOfPairing(p.CaseId, p.Number, p.Until,
            [
                .. notes.Where(n => n.CaseId == p.CaseId).Select(n => (LegalTime.DateOf(n.WrittenAt), n.Words))
                    .Concat(noted.Where(n => n.CaseId == p.CaseId).Select(n => (n.On, n.Note!))).OrderByDescending(n => n.Item1),
            ])).Where(p => p.Notes.Count > 0),
        ];
    }

    /// <summary>Own notes of volunteers who left longer ago, and are in no other place in the case.</summary>
    public static IQueryable<OwnNote> LeftBehind(this IQueryable<OwnNote> notes, RegulatiefDbContext db, DateTimeOffset now)
    {
        var since = now - VolunteerAssignment.RetainNotesFor;
        return notes.Where(n => db.VolunteerAssignments.Any(a => a.CaseId == n.CaseId && a.Volunteer.AccountId == n.AccountId)
            && !db.VolunteerAssignments.Any(a => a.CaseId == n.CaseId && a.Volunteer.AccountId == n.AccountId && (a.Until == null || a.Until > since))
            && n.Case.ProfessionalId != n.AccountId && !n.Case.Project.Coordinators.Any(c => c.AccountId == n.AccountId));
    }

    /// <summary>With the end of a pairing its volunteer's notes go, if they chose so.</summary>
    /// <param name="pairing">With its volunteer.</param>
    internal static async Task EndNotesOfAsync(this RegulatiefDbContext db, VolunteerAssignment pairing, CancellationToken cancellationToken)
    {
        if (!pairing.ThrowsNotesAway) return;
        await db.OwnNotes.Where(n => n.CaseId == pairing.CaseId && n.AccountId == pairing.Volunteer.AccountId).ExecuteDeleteAsync(cancellationToken);
        await db.VolunteerActivities.Where(a => a.CaseId == pairing.CaseId && a.VolunteerId == pairing.VolunteerId && a.Note != null)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Note, (string?)null), cancellationToken);
    }
}
