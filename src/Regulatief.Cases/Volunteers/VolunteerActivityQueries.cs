using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Volunteers;

public static class VolunteerActivityQueries
{
    /// <summary>The activities that this actor may know of: a volunteer the own ones, professional and coordinator those of their cases. A note is its volunteer's alone.</summary>
    public static IQueryable<VolunteerActivity> VisibleTo(this IQueryable<VolunteerActivity> activities, RegulatiefDbContext db, Actor actor)
    {
        var cases = db.Cases.VisibleTo(actor);
        return actor.Role switch
        {
            null => activities,
            AccountRole.Volunteer => activities.Where(a =>
                cases.Any(c => c.Id == a.CaseId) && db.Volunteers.Any(v => v.Id == a.VolunteerId && v.AccountId == actor.AccountId)),
            AccountRole.ProbationOfficer or AccountRole.Coordinator or AccountRole.Manager => activities.Where(a => cases.Any(c => c.Id == a.CaseId)),
            _ => activities.Where(_ => false),
        };
    }

    /// <summary>Those of these volunteers, whom somebody was let see: to be summed up, in whichever case they were.</summary>
    public static IQueryable<VolunteerActivity> Of(this IQueryable<VolunteerActivity> activities, IReadOnlyCollection<VolunteerId> volunteers) =>
        activities.Where(a => volunteers.Contains(a.VolunteerId));
}
