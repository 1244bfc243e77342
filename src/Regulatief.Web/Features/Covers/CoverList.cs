using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Covers;

/// <summary>The cover that the actor gives, gets or names colleagues for, now and ahead; and what the form lets choose from.</summary>
public sealed record CoverListQuery : IPlainQuery<CoverList>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Cover>();
}

/// <param name="Absent">For whom the actor may name a colleague; the first is themselves.</param>
/// <param name="Colleagues">Who can be named: those of the roles of the absent.</param>
public sealed record CoverList(IReadOnlyList<CoverItem> Items, IReadOnlyList<SelectListItem> Absent, IReadOnlyList<SelectListItem> Colleagues);

/// <param name="NotCovered">The numbers of open cases of the absent one that the colleague does not get: they know the client, or do not stand on the list. Only for the absent one.</param>
/// <param name="CoveredBy">Null when nobody covers.</param>
public sealed record CoverItem(Guid Id, string Absent, string? CoveredBy, AccountRole Role, DateOnly From, DateOnly Until, bool IsNow, bool ByActor, bool ForActor, IReadOnlyList<int> NotCovered);

internal sealed class CoverListHandler(RegulatiefDbContext db, Actor actor, Texts texts, TimeProvider time) : IRequestHandler<CoverListQuery, CoverList>
{
    public async Task<CoverList> Handle(CoverListQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Coordinator, AccountRole.Manager);
        var absent = await db.CoverNamedBy(actor).OrderByDescending(r => r.AccountId == actor.AccountId && r.Role == actor.Role).ThenBy(r => r.Account.DisplayName)
            .Select(r => new Candidate(r.AccountId, r.Role, r.Account.DisplayName)).ToListAsync(cancellationToken);
        var roles = absent.Select(r => r.Role).Distinct().ToList();
        // Those of the own role first: mostly one names somebody for oneself.
        var colleagues = await db.Accounts.ActiveIn(roles).Where(r => r.AccountId != actor.AccountId)
            .OrderByDescending(r => r.Role == actor.Role).ThenBy(r => r.Account.DisplayName)
            .Select(r => new Candidate(r.AccountId, r.Role, r.Account.DisplayName)).ToListAsync(cancellationToken);
        return new CoverList(
            await ItemsAsync(cancellationToken),
            [.. absent.Select(r => new SelectListItem(r.AccountId == actor.AccountId && r.Role == actor.Role ? texts["Covers.Myself", r.Name] : Named(r, roles), r.Choice))],
            [.. colleagues.Select(r => new SelectListItem(Named(r, roles), r.Choice))]);
    }

    private string Named(Candidate person, List<AccountRole> roles) => roles.Count > 1 ? $"{person.Name} ({texts.Of(person.Role)})" : person.Name;

    private sealed record Candidate(Guid AccountId, AccountRole Role, string Name)
    {
        public string Choice => new PersonInRole(AccountId, Role).ToString();
    }

    private async Task<IReadOnlyList<CoverItem>> ItemsAsync(CancellationToken cancellationToken)
    {
        var today = time.Today();
        var covers = await db.Covers.VisibleTo(db, actor).NotOver(today).OrderBy(c => c.From).ThenBy(c => c.Id)
            .Join(db.Accounts, c => c.AbsentId, a => a.Id, (c, absent) => new { Cover = c, Absent = absent })
            .LeftJoin(db.Accounts, c => c.Cover.CoveredById, a => (Guid?)a.Id, (c, by) => new { c.Cover, c.Absent, By = by == null ? null : by.DisplayName })
            .AsNoTracking().ToListAsync(cancellationToken);
        List<CoverItem> items = [];
        foreach (var found in covers)
        {
            var (cover, isOwn) = (found.Cover, found.Cover.AbsentId == actor.AccountId && found.Cover.Role == actor.Role);
            items.Add(new CoverItem(
                cover.Id, found.Absent.DisplayName, found.By, cover.Role, cover.From, cover.Until, cover.From <= today, cover.CoveredById == actor.AccountId, isOwn,
                isOwn && cover.CoveredById is { } by ? await NotCoveredAsync(cover.AbsentId, by, cancellationToken) : []));
        }

        return items;
    }

    private async Task<IReadOnlyList<int>> NotCoveredAsync(Guid absent, Guid by, CancellationToken cancellationToken)
    {
        var covering = await db.ActorOfAsync(by, actor.Role!.Value, time.GetUtcNow(), cancellationToken);
        var their = db.Cases.WorkedOnBy(covering with { ActsFor = [by, absent] });
        return await db.Cases.WorkedOnBy(actor with { ActsFor = [actor.AccountId] }).Where(c => c.ClosedAt == null && !their.Any(t => t.Id == c.Id))
            .OrderBy(c => c.Number).Select(c => c.Number).ToListAsync(cancellationToken);
    }
}
