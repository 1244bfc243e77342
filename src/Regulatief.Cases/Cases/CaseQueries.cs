using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.Cases;

public static class CaseQueries
{
    /// <summary>The cases that this actor may know of: need-to-know by role and assignment.</summary>
    /// <remarks>
    /// Managers, designers, privacy officers and administrators see figures, definitions or audit rows, not cases. A volunteer's right ends with
    /// the assignment.
    /// </remarks>
    public static IQueryable<Case> VisibleTo(this IQueryable<Case> cases, Actor actor) => actor.Role switch
    {
        null => cases,
        AccountRole.ProbationOfficer => cases.Where(c => actor.ActsFor.Contains(c.ProfessionalId)),
        AccountRole.Coordinator => cases.Where(c => c.Project.Coordinators.Any(k => k.AccountId == actor.AccountId)),
        AccountRole.Volunteer => cases.Where(c => c.Assignments.Any(a => a.Until == null && a.Volunteer.AccountId == actor.AccountId)),
        AccountRole.Client => cases.Where(c => c.Client.AccountId == actor.AccountId),
        _ => cases.Where(_ => false),
    };

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
