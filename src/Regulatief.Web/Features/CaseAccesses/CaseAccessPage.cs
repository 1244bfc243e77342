using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseAccesses;

/// <summary>Who sees a case beside its people, and who was kept out of it: for those whose work it is, and for a privacy officer, who sees its number alone.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
public sealed record CaseAccessPageQuery(CaseId CaseId) : IClientQuery<CaseAccessPage>, IConcernsCase
{
    public CaseKey Case => CaseKey.ToGuard(CaseId);
}

/// <param name="ClientName">Null for a privacy officer, and for who only looks along.</param>
/// <param name="MayGive">False for who looks along: they can say that they know the client, and no more.</param>
/// <param name="Lasting">What is in force; the newest first.</param>
/// <param name="Over">What was; the last ones.</param>
public sealed record CaseAccessPage(
    CaseId CaseId, int CaseNumber, string? ClientName, bool IsRestricted, string Professional, IReadOnlyList<string> Coordinators, AccountRole Reader, bool MayGive,
    IReadOnlyList<AccessItem> Lasting, IReadOnlyList<AccessItem> Over, IReadOnlyList<SelectListItem> Colleagues)
{
    /// <summary>What the reader can change, as in the address; the texts are named after it.</summary>
    public IEnumerable<string> Changes =>
    [
        .. MayGive && Reader != AccountRole.PrivacyOfficer ? ["meekijken"] : Array.Empty<string>(),
        .. !MayGive ? Array.Empty<string>() : IsRestricted ? ["lijst", "vrijgeven"] : ["beperken"],
        "uitsluiten",
    ];

    public string Url => $"/trajecten/{CaseId}/toegang";

    public string CaseUrl => Reader == AccountRole.PrivacyOfficer ? $"/inzage?CaseNumber={CaseNumber}" : $"/trajecten/{CaseId}";
}

/// <param name="Role">In which they see or do not see it; null in each.</param>
/// <param name="MayEnd">Whether the reader may end it.</param>
/// <param name="IsJustified">How emergency access was judged; null while it was not, and for all else.</param>
public sealed record AccessItem(
    Guid Id, CaseAccessKind Kind, string Who, AccountRole? Role, string Reason, BreakGlassCategory? Category, string GivenBy, DateTimeOffset From, DateTimeOffset? Until,
    DateTimeOffset? EndedAt, bool MayEnd, bool? IsJustified);

internal sealed class CaseAccessPageHandler(RegulatiefDbContext db, Actor actor, Texts texts, ReadAudit reads, TimeProvider time) : IRequestHandler<CaseAccessPageQuery, CaseAccessPage>
{
    private const int MostOver = 50;

    public async Task<CaseAccessPage> Handle(CaseAccessPageQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Coordinator, AccountRole.Manager, AccountRole.PrivacyOfficer);
        var isPrivacyOfficer = actor.Role == AccountRole.PrivacyOfficer;
        // A privacy officer says who sees a case, and sees none.
        var @case = isPrivacyOfficer
            ? await db.CaseToGuardAsync(query.CaseId, actor, cancellationToken)
            : await db.Cases.VisibleTo(actor).Include(c => c.Client).AsNoTracking().GetAsync(query.CaseId, cancellationToken);
        await reads.RecordAsync(actor, nameof(CaseAccessPageQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);

        var mayGive = isPrivacyOfficer || await db.Cases.WorkedOnBy(actor).AnyAsync(c => c.Id == @case.Id, cancellationToken);
        var rows = await db.CaseAccesses.VisibleTo(actor).Where(a => a.CaseId == @case.Id || (a.Kind == CaseAccessKind.Exclusion && a.Case.ClientId == @case.ClientId))
            .OrderByDescending(a => a.From).AsNoTracking().ToListAsync(cancellationToken);
        var coordinators = await db.CoordinatorsOfAsync(@case, cancellationToken);
        var people = rows.SelectMany(a => new[] { a.AccountId, a.GivenById }).Concat(coordinators).Append(@case.ProfessionalId).ToHashSet();
        var known = await db.Accounts.Where(a => people.Contains(a.Id)).AsNoTracking().ToDictionaryAsync(a => a.Id, cancellationToken);
        var now = time.GetUtcNow();
        var items = rows.ConvertAll(a => (IsLasting: a.LastsAt(now), Item: new AccessItem(
            a.Id, a.Kind, known[a.AccountId].DisplayName, a.Role, a.Reason, a.Category, known[a.GivenById].DisplayName, a.From, a.Until, a.EndedAt,
            a.LastsAt(now) && mayGive && (isPrivacyOfficer || a.Kind != CaseAccessKind.Exclusion), a.IsJustified)));
        return new CaseAccessPage(
            @case.Id, @case.Number, isPrivacyOfficer ? null : @case.Client.NameFor(actor.Role), @case.IsRestricted, known[@case.ProfessionalId].DisplayName,
            [.. coordinators.Select(id => known[id].DisplayName)], actor.Role!.Value, mayGive,
            [.. items.Where(i => i.IsLasting).Select(i => i.Item)], [.. items.Where(i => !i.IsLasting).Select(i => i.Item).Take(MostOver)],
            mayGive ? await ColleaguesAsync(isPrivacyOfficer ? [] : [.. coordinators.Select(id => new PersonInRole(id, AccountRole.Coordinator)), new(@case.ProfessionalId, AccountRole.ProbationOfficer)], cancellationToken) : []);
    }

    /// <param name="have">Who has the case by their work: there is nothing to give them.</param>
    private async Task<IReadOnlyList<SelectListItem>> ColleaguesAsync(IReadOnlyList<PersonInRole> have, CancellationToken cancellationToken)
    {
        var colleagues = await db.Accounts.ActiveIn(NeedToKnow.Staff).Where(r => r.AccountId != actor.AccountId)
            .OrderBy(r => r.Account.DisplayName).Select(r => new { Person = new PersonInRole(r.AccountId, r.Role), r.Account.DisplayName, r.Role }).ToListAsync(cancellationToken);
        return [.. colleagues.Where(c => !have.Contains(c.Person)).Select(c => new SelectListItem($"{c.DisplayName} ({texts.Of(c.Role)})", c.Person.ToString()))];
    }
}
