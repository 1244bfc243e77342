using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Cases;

public static class CaseHandoverQueries
{
    public static IQueryable<CaseHandover> Pending(this IQueryable<CaseHandover> handovers) =>
        handovers.Where(h => h.Status == HandoverStatus.Asked || h.Status == HandoverStatus.Accepted);

    /// <summary>To whom these cases were put and did not pass yet.</summary>
    public static Task<Dictionary<CaseId, Guid>> PutToAsync(this RegulatiefDbContext db, IReadOnlyCollection<CaseId> cases, CancellationToken cancellationToken) =>
        db.CaseHandovers.Pending().Where(h => cases.Contains(h.CaseId)).ToDictionaryAsync(h => h.CaseId, h => h.ToId, cancellationToken);

    /// <summary>The running cases that this actor can have handed over: those that are their work; a manager all, of which they are shown the numbers.</summary>
    public static IQueryable<Case> HandedOverBy(this IQueryable<Case> cases, Actor actor) =>
        (actor.Role == AccountRole.Manager ? cases.Where(NeedToKnow.NotKeptOut(actor)) : cases.WorkedOnBy(actor)).Where(c => c.ClosedAt == null);

    /// <summary>Those whose text and case this actor may read: of cases that are their work, and while they last those put to them, who else could not answer.</summary>
    public static IQueryable<CaseHandover> ReadBy(this IQueryable<CaseHandover> handovers, Actor actor)
    {
        var work = handovers.OfCases(h => h.Case, NeedToKnow.WorksOn(actor));
        if (actor.Role != AccountRole.ProbationOfficer) return work;
        var excluded = actor.Rights.Excluded;
        var put = handovers.Pending().Where(h => h.ToId == actor.AccountId && !excluded.Contains(h.CaseId));
        return handovers.Where(h => work.Any(w => w.Id == h.Id) || put.Any(p => p.Id == h.Id));
    }

    /// <summary>The same, and those that they asked or were asked: that it was, and what came of it.</summary>
    public static IQueryable<CaseHandover> VisibleTo(this IQueryable<CaseHandover> handovers, Actor actor)
    {
        var (read, excluded) = (handovers.ReadBy(actor), actor.Rights.Excluded);
        var isOfficer = actor.Role == AccountRole.ProbationOfficer;
        return handovers.Where(h => (((h.AskedById == actor.AccountId && h.AskedByRole == actor.Role) || (isOfficer && h.ToId == actor.AccountId)) && !excluded.Contains(h.CaseId))
            || read.Any(r => r.Id == h.Id));
    }

    /// <summary>With its case, and all that a command on it decides on.</summary>
    /// <exception cref="NotFoundException">No such hand-over, or not theirs.</exception>
    public static async Task<CaseHandover> HandoverForChangeAsync(this RegulatiefDbContext db, Guid id, Actor actor, CancellationToken cancellationToken)
    {
        var handover = await db.CaseHandovers.VisibleTo(actor).GetAsync(id, cancellationToken);
        await db.Cases.ForChange(handover.CaseId).LoadAsync(cancellationToken);
        return handover;
    }

    /// <summary>Who leads the case next, as soon as they said yes; null while nobody does.</summary>
    public static Task<NextProfessional?> NextProfessionalOfAsync(this RegulatiefDbContext db, CaseId caseId, CancellationToken cancellationToken) =>
        db.CaseHandovers.Where(h => h.CaseId == caseId && h.Status == HandoverStatus.Accepted)
            .Join(db.Accounts, h => h.ToId, a => a.Id, (h, a) => new NextProfessional(a.DisplayName, h.StartsOn)).FirstOrDefaultAsync(cancellationToken);
}

/// <param name="From">Their first day.</param>
public sealed record NextProfessional(string Name, DateOnly From);
