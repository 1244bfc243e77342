using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Accounts;

public static class CoverQueries
{
    /// <summary>Those that nobody ended and whose last day has not passed: now, or ahead.</summary>
    public static IQueryable<Cover> NotOver(this IQueryable<Cover> covers, DateOnly today) => covers.Where(c => c.EndedAt == null && c.Until >= today);

    /// <summary>Those of this day.</summary>
    public static IQueryable<Cover> On(this IQueryable<Cover> covers, DateOnly day) => covers.NotOver(day).Where(c => c.From <= day);

    /// <summary>Those that nobody ended and that share a day with this period, both ends inclusive.</summary>
    public static IQueryable<Cover> Within(this IQueryable<Cover> covers, DateOnly from, DateOnly until) =>
        covers.Where(c => c.EndedAt == null && c.From <= until && c.Until >= from);

    /// <summary>Who covers: of those absences that somebody covers.</summary>
    public static IQueryable<Guid> Colleagues(this IQueryable<Cover> covers) => covers.Where(c => c.CoveredById != null).Select(c => c.CoveredById!.Value);

    /// <summary>Whose work this account does on this day beside its own. Cover is for a colleague of the same role: it ends when one of the two has it no more.</summary>
    public static IQueryable<Guid> CoveredBy(this RegulatiefDbContext db, Guid accountId, AccountRole role, DateOnly day) =>
        db.Covers.On(day).Where(c => c.CoveredById == accountId && c.Role == role && db.Accounts.Any(a => a.Id == c.AbsentId && a.Roles.Any(r => r.Role == role))).Select(c => c.AbsentId);

    /// <summary>For whom, and in which role, this actor names a colleague: themselves; a coordinator also the professionals of the own projects, a manager everybody who works on cases.</summary>
    public static IQueryable<HeldRole> CoverNamedBy(this RegulatiefDbContext db, Actor actor)
    {
        var own = db.Cases.WorkedOnBy(actor).Where(c => c.ClosedAt == null);
        return db.Accounts.ActiveIn(Cover.Roles).Where(r =>
            (r.AccountId == actor.AccountId && r.Role == actor.Role)
            || (actor.Role == AccountRole.Manager && r.Role != AccountRole.Manager)
            || (actor.Role == AccountRole.Coordinator && r.Role == AccountRole.ProbationOfficer && own.Any(c => c.ProfessionalId == r.AccountId)));
    }

    /// <summary>Those that this actor may know of and end: of themselves on either side, and of those they name a colleague for.</summary>
    public static IQueryable<Cover> VisibleTo(this IQueryable<Cover> covers, RegulatiefDbContext db, Actor actor) =>
        covers.Where(c => (c.Role == actor.Role && (c.AbsentId == actor.AccountId || c.CoveredById == actor.AccountId))
            || db.CoverNamedBy(actor).Any(r => r.AccountId == c.AbsentId && r.Role == c.Role));
}
