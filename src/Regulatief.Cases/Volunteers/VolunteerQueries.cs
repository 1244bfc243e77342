using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Projects;

namespace Regulatief.Cases.Volunteers;

/// <summary>A volunteer with the clients they stand beside now.</summary>
/// <param name="Caseload">Pairings that last, in cases that are open.</param>
public sealed record VolunteerLoad(Volunteer Volunteer, int Caseload)
{
    public bool HasFreeCapacity => Caseload < Volunteer.Capacity;

    /// <summary>Why this volunteer cannot be paired with one more client on this day; empty when they can.</summary>
    public IEnumerable<VolunteerObstacle> ObstaclesOn(DateOnly day)
    {
        if (!Volunteer.IsActive) yield return VolunteerObstacle.NotActive;
        if (Volunteer.ConductDeclarationUntil is null) yield return VolunteerObstacle.NoDeclaration;
        else if (!Volunteer.HasValidDeclarationOn(day)) yield return VolunteerObstacle.DeclarationExpired;
        if (!HasFreeCapacity) yield return VolunteerObstacle.NoCapacity;
    }
}

public enum VolunteerObstacle
{
    NotActive,

    /// <summary>No declaration of conduct (VOG) is known.</summary>
    NoDeclaration,
    DeclarationExpired,
    NoCapacity,
}

public static class VolunteerQueries
{
    /// <summary>The volunteers that this actor works with: a coordinator those of the own projects, a volunteer themselves.</summary>
    public static IQueryable<Volunteer> VisibleTo(this IQueryable<Volunteer> volunteers, RegulatiefDbContext db, Actor actor) => actor.Role switch
    {
        null => volunteers,
        AccountRole.Coordinator => volunteers.Where(v => db.Projects.CoordinatedBy(actor).Any(p => p.Id == v.ProjectId)),
        AccountRole.Volunteer => volunteers.Where(v => v.AccountId == actor.AccountId),
        _ => volunteers.Where(_ => false),
    };

    /// <summary>Those that this actor coordinates.</summary>
    public static IQueryable<Project> CoordinatedBy(this IQueryable<Project> projects, Actor actor) => projects.Where(p => p.Coordinators.Any(k => actor.ActsFor.Contains(k.AccountId)));

    public static IQueryable<Volunteer> OfProject(this IQueryable<Volunteer> volunteers, ProjectId projectId) => volunteers.Where(v => v.ProjectId == projectId);

    public static IQueryable<VolunteerLoad> WithLoad(this IQueryable<Volunteer> volunteers, RegulatiefDbContext db) =>
        volunteers.OrderBy(v => v.FirstName).ThenBy(v => v.LastName).Select(v => new VolunteerLoad(
            v, db.VolunteerAssignments.Count(a => a.VolunteerId == v.Id && a.Until == null && db.Cases.Any(c => c.Id == a.CaseId && c.ClosedAt == null))));
}
