using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.VolunteerActivities;

/// <summary>The activities in a case, the latest first, with their totals.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
public sealed record ListVolunteerActivitiesQuery(CaseId CaseId, Page Page) : IClientQuery<ListVolunteerActivitiesResult>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

/// <param name="IsOwn">The volunteer's own list: with the notes, which nobody else reads.</param>
/// <param name="NeedsSafetyCheck">There were contacts elsewhere than the office, and no place was looked at.</param>
public sealed record ListVolunteerActivitiesResult(
    CaseId CaseId, int CaseNumber, string ClientName, bool IsOwn, bool IsClosed, bool NeedsSafetyCheck, ActivityTotals Totals,
    IReadOnlyList<ListedActivity> Items, int Page, int PageSize)
{
    public int Total => Totals.Count;

    public string CaseUrl => $"/trajecten/{CaseId}";

    public string ListUrl => $"/trajecten/{CaseId}/activiteiten";
}

/// <param name="ByCategory">The most frequent first.</param>
public sealed record ActivityTotals(int Count, int Minutes, int CostInCents, IReadOnlyList<CategoryTotal> ByCategory);

public sealed record CategoryTotal(VolunteerActivityCategory Category, int Count);

/// <param name="Note">Null for all but its volunteer.</param>
public sealed record ListedActivity(
    Guid Id, VolunteerActivityCategory Category, DateOnly On, int? Minutes, LocationType Location, string? Goal, int? CostInCents, string Volunteer, string? Note);

internal sealed class ListVolunteerActivitiesHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time)
    : IRequestHandler<ListVolunteerActivitiesQuery, ListVolunteerActivitiesResult>
{
    private const int PageSize = 25;

    public async Task<ListVolunteerActivitiesResult> Handle(ListVolunteerActivitiesQuery query, CancellationToken cancellationToken)
    {
        var @case = await db.Cases.VisibleTo(actor).ForChange(query.CaseId).AsNoTracking().GetAsync(query.CaseId, cancellationToken);
        var visible = db.VolunteerActivities.VisibleTo(db, actor).Where(a => a.CaseId == @case.Id);
        var totals = await TotalsAsync(visible, cancellationToken);
        var page = query.Page.Of(totals.Count, PageSize);
        var isOwn = actor.Role == AccountRole.Volunteer;

        var shown = await visible.OrderByDescending(a => a.On).ThenByDescending(a => a.LoggedAt)
            .On(page).AsNoTracking().ToListAsync(cancellationToken);
        await reads.RecordListAsync(
            actor, nameof(ListVolunteerActivitiesQuery), @case.Id, nameof(VolunteerActivity), shown.ConvertAll(a => a.Id), cancellationToken);

        var readsGoals = await db.MayReadGoalsAsync(actor, @case, time.Today(), cancellationToken);
        var goals = @case.Goals.Where(_ => readsGoals).ToDictionary(g => g.Id, g => g.Text);
        var names = @case.Assignments.DistinctBy(a => a.VolunteerId).ToDictionary(a => a.VolunteerId, a => a.Volunteer.NameFor(actor.Role));
        return new ListVolunteerActivitiesResult(
            @case.Id, @case.Number, @case.Client.NameFor(actor.Role), isOwn, @case.IsClosed,
            await NeedsSafetyCheckAsync(@case, visible, cancellationToken), totals,
            shown.ConvertAll(a => new ListedActivity(
                a.Id, a.Category, a.On, a.Minutes, a.Location, a.GoalId is { } goal ? goals.GetValueOrDefault(goal) : null, a.CostInCents,
                names.GetValueOrDefault(a.VolunteerId, ""), isOwn ? a.Note : null)),
            page.Number, page.Size);
    }

    private static async Task<ActivityTotals> TotalsAsync(IQueryable<VolunteerActivity> visible, CancellationToken cancellationToken)
    {
        var perCategory = await visible.GroupBy(a => a.Category)
            .Select(g => new { g.Key, Count = g.Count(), Minutes = g.Sum(a => a.Minutes ?? 0), Cost = g.Sum(a => a.CostInCents ?? 0) })
            .ToListAsync(cancellationToken);
        return new ActivityTotals(
            perCategory.Sum(c => c.Count), perCategory.Sum(c => c.Minutes), perCategory.Sum(c => c.Cost),
            [.. perCategory.OrderByDescending(c => c.Count).Select(c => new CategoryTotal(c.Key, c.Count))]);
    }

    private async Task<bool> NeedsSafetyCheckAsync(Case @case, IQueryable<VolunteerActivity> visible, CancellationToken cancellationToken) =>
        await visible.AnyAsync(a => a.Location != LocationType.ProbationOffice && a.Location != LocationType.ByPhoneOrOnline, cancellationToken)
        && !await db.SafetyChecks.AnyAsync(c => c.CaseId == @case.Id, cancellationToken);
}
