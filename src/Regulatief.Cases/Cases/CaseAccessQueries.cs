using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Projects;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Cases;

public static class CaseAccessQueries
{
    /// <summary>Those that are in force now.</summary>
    public static IQueryable<CaseAccess> Lasting(this IQueryable<CaseAccess> accesses, DateTimeOffset now) =>
        accesses.Where(a => a.EndedAt == null && (a.Until == null || a.Until > now));

    /// <summary>Whether the actor works on a case that they see, and does not only look along.</summary>
    public static async Task<bool> WorksOnAsync(this RegulatiefDbContext db, Actor actor, CaseId caseId, CancellationToken cancellationToken) =>
        actor.Rights.GroundIn(caseId) is null || await db.Cases.WorkedOnBy(actor).AnyAsync(c => c.Id == caseId, cancellationToken);

    /// <summary>The case, for who says who may see it: those whose work it is, and a privacy officer.</summary>
    /// <exception cref="NotFoundException">No such case, or not theirs.</exception>
    public static async Task<Case> CaseToGuardAsync(this RegulatiefDbContext db, CaseId id, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Role == AccountRole.PrivacyOfficer) return await db.Cases.Where(c => c.ErasedAt == null).ForChange(id).GetAsync(id, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Coordinator);
        return await db.CaseForChangeAsync(CaseKey.Of(id), actor, cancellationToken);
    }

    /// <summary>What was given and denied, to whom this actor may see it: who works on the case, and a privacy officer, who sees numbers and no names of clients.</summary>
    public static IQueryable<CaseAccess> VisibleTo(this IQueryable<CaseAccess> accesses, Actor actor) => actor.Role is null or AccountRole.PrivacyOfficer
        ? accesses
        : accesses.OfCases(a => a.Case, NeedToKnow.WorksOn(actor)).Where(_ => actor.Role == AccountRole.ProbationOfficer || actor.Role == AccountRole.Coordinator);

    /// <summary>The account as it may act now: for whom it covers, and what it was given or denied. Read at each request, so that what was taken away is gone at the next click.</summary>
    public static async Task<Actor> ActorOfAsync(this RegulatiefDbContext db, Guid accountId, AccountRole role, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<Guid> covers = Cover.Roles.Contains(role) ? await db.CoveredBy(accountId, role, LegalTime.DateOf(now)).ToListAsync(cancellationToken) : [];
        var rows = await db.CaseAccesses.Lasting(now).Where(a => a.AccountId == accountId && (a.Role == null || a.Role == role))
            .Select(a => new { a.Id, a.CaseId, a.Case.ClientId, a.Kind, a.Until }).ToListAsync(cancellationToken);
        // Who knows a client knows them in each of their cases, later ones too.
        var known = rows.Where(r => r.Kind == CaseAccessKind.Exclusion).Select(r => r.ClientId).ToList();
        var excluded = known.Count > 0 ? await db.Cases.Where(c => known.Contains(c.ClientId)).Select(c => c.Id).ToListAsync(cancellationToken) : [];
        return new Actor(accountId, role)
        {
            ActsFor = [accountId, .. covers],
            Rights = rows.Count == 0 ? CaseRights.None : new CaseRights(
                excluded,
                [.. rows.Where(r => r.Kind == CaseAccessKind.Listed).Select(r => r.CaseId)],
                [.. rows.Where(r => r.Kind is CaseAccessKind.Share or CaseAccessKind.Look or CaseAccessKind.BreakGlass)
                    .Select(r => new GrantedCase(r.CaseId, r.Id, r.Kind, r.Until!.Value))]),
        };
    }

    /// <summary>The coordinators of a project who can log in, the first one first.</summary>
    public static IQueryable<Guid> ActiveCoordinatorsOf(this RegulatiefDbContext db, ProjectId project) =>
        db.Projects.Where(p => p.Id == project).SelectMany(p => p.Coordinators)
            .Join(db.Accounts.Active(AccountRole.Coordinator), c => c.AccountId, a => a.Id, (c, a) => new { c.Rank, a.Id })
            .OrderBy(c => c.Rank).ThenBy(c => c.Id).Select(c => c.Id);

    /// <summary>The coordinators of the case's project who can log in and were not kept out of it, the first one first.</summary>
    public static async Task<IReadOnlyList<Guid>> CoordinatorsOfAsync(this RegulatiefDbContext db, Case @case, CancellationToken cancellationToken)
    {
        var coordinators = await db.ActiveCoordinatorsOf(@case.ProjectId).ToListAsync(cancellationToken);
        return coordinators.Count == 0 ? coordinators : [.. coordinators.Except(await db.KeptOutAsync(@case, coordinators, AccountRole.Coordinator, cancellationToken))];
    }

    /// <summary>The managers, then the administrators, who can log in and do not know the client of this case.</summary>
    public static async Task<IReadOnlyList<PersonInRole>> AboveAsync(this RegulatiefDbContext db, Case @case, CancellationToken cancellationToken)
    {
        var above = await db.Accounts.ActiveIn([AccountRole.Manager, AccountRole.Administrator]).Select(r => new { r.AccountId, r.Role }).ToListAsync(cancellationToken);
        var excluded = await db.ExcludedAsync(@case, cancellationToken);
        return [.. above.Where(a => !excluded.Contains(a.AccountId)).OrderByDescending(a => a.Role == AccountRole.Manager).ThenBy(a => a.AccountId).Select(a => new PersonInRole(a.AccountId, a.Role))];
    }

    /// <summary>Whether nobody else coordinates the case: one who goes would leave it without.</summary>
    public static async Task<bool> IsOnlyCoordinatorAsync(this RegulatiefDbContext db, Case @case, Guid accountId, CancellationToken cancellationToken) =>
        await db.CoordinatorsOfAsync(@case, cancellationToken) is [var only] && only == accountId;

    /// <summary>Those who know the client of this case, and may not know of it.</summary>
    public static Task<List<Guid>> ExcludedAsync(this RegulatiefDbContext db, Case @case, CancellationToken cancellationToken) =>
        db.CaseAccesses.Excluding(@case.ClientId).Select(a => a.AccountId).ToListAsync(cancellationToken);

    /// <summary>The exclusions of those who know this client, in whichever of their cases it was said.</summary>
    public static IQueryable<CaseAccess> Excluding(this IQueryable<CaseAccess> accesses, Clients.ClientId client) =>
        accesses.Where(a => a.Case.ClientId == client && a.EndedAt == null && a.Kind == CaseAccessKind.Exclusion);

    /// <summary>Of these people those who may not know of the case: excluded, or not on the list of one that is restricted to it.</summary>
    /// <remarks>For what the product tells people by itself, so that it tells nobody what they could not look up.</remarks>
    /// <param name="role">In which they would be told.</param>
    public static async Task<IReadOnlyList<Guid>> KeptOutAsync(
        this RegulatiefDbContext db, Case @case, IReadOnlyCollection<Guid> people, AccountRole role, CancellationToken cancellationToken)
    {
        var excluded = await db.ExcludedAsync(@case, cancellationToken);
        if (!@case.IsRestricted) return [.. people.Where(excluded.Contains)];
        var listed = await db.CaseAccesses.Where(a => a.CaseId == @case.Id && a.EndedAt == null && a.Kind == CaseAccessKind.Listed && (a.Role == null || a.Role == role))
            .Select(a => a.AccountId).ToListAsync(cancellationToken);
        var leads = role == AccountRole.ProbationOfficer ? @case.ProfessionalId : (Guid?)null;
        return [.. people.Where(id => excluded.Contains(id) || (id != leads && !listed.Contains(id)))];
    }
}
