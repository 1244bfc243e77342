using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.Cases;

public static class CaseQueries
{
    /// <summary>The cases that this actor may know of; for all others they do not exist.</summary>
    public static IQueryable<Case> VisibleTo(this IQueryable<Case> cases, Actor actor) => cases.Where(NeedToKnow.Sees(actor));

    /// <summary>Of those the ones that are the actor's work, by assignment or cover: who looks along is not among them, and changes nothing.</summary>
    public static IQueryable<Case> WorkedOnBy(this IQueryable<Case> cases, Actor actor) => cases.Where(NeedToKnow.WorksOn(actor));

    /// <summary>What people call these cases by: a number, which says nothing of a client. For who sees what was done, and not to whom.</summary>
    public static Task<Dictionary<CaseId, int>> NumbersOfAsync(this RegulatiefDbContext db, IReadOnlyCollection<CaseId> cases, CancellationToken cancellationToken) =>
        db.Cases.Where(c => cases.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Number, cancellationToken);

    /// <summary>The case that is called so, whoever may see it; null when none is.</summary>
    public static Task<CaseId?> CaseOfNumberAsync(this RegulatiefDbContext db, int number, CancellationToken cancellationToken) =>
        db.Cases.Where(c => c.Number == number).Select(c => (CaseId?)c.Id).SingleOrDefaultAsync(cancellationToken);

    /// <summary>This one, with all that a command on the case or a run of its workflow decides on.</summary>
    public static IQueryable<Case> ForChange(this IQueryable<Case> cases, CaseId id) => cases.Where(c => c.Id == id).WithAll(a => a.CaseId == id);

    /// <inheritdoc cref="ForChange(IQueryable{Case}, CaseId)"/>
    public static IQueryable<Case> ForChange(this IQueryable<Case> cases, IReadOnlyCollection<CaseId> ids) =>
        cases.Where(c => ids.Contains(c.Id)).WithAll(a => ids.Contains(a.CaseId));

    /// <inheritdoc cref="ForChange(IQueryable{Case}, CaseId)"/>
    public static IQueryable<Case> ForChange(this IQueryable<Case> cases, IQueryable<CaseId> ids) =>
        cases.Where(c => ids.Contains(c.Id)).WithAll(a => ids.Contains(a.CaseId));

    /// <param name="ofThem">The pairings of these cases, said once more: each comes with its volunteer, and to join the two SQLite reads those of all cases.</param>
    private static IQueryable<Case> WithAll(this IQueryable<Case> cases, Expression<Func<VolunteerAssignment, bool>> ofThem) => cases
        .Include(c => c.Client)
        .Include(c => c.Goals)
        .Include(c => c.Assignments.AsQueryable().Where(ofThem)).ThenInclude(a => a.Volunteer);
}
