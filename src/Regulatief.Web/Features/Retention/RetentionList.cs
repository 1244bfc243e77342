using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Retention;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Retention;

/// <summary>What a privacy officer decides of this year: by project and kind, whose term ended or ends before the year does, and about which nobody decided.</summary>
public sealed record RetentionListQuery : IClientQuery<RetentionList>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<RetentionReview>();
}

/// <param name="Review">The task of this year; null while there was nothing to make it for.</param>
/// <param name="Left">How much is undecided in all.</param>
/// <param name="Approvers">How many besides the reader could approve an erasure.</param>
public sealed record RetentionList(int Year, RetentionReview? Review, int Left, int Approvers, IReadOnlyList<RetentionGroup> Groups);

/// <param name="Total">Of which the first ones are shown: they go as they are decided.</param>
public sealed record RetentionGroup(string Project, RetentionKind Kind, RetentionTerm Term, int Total, IReadOnlyList<EndingTerm> Items);

internal sealed class RetentionListHandler(RegulatiefDbContext db, Actor actor, RetentionSchedule schedule, ReadAudit reads, TimeProvider time) : IRequestHandler<RetentionListQuery, RetentionList>
{
    private const int MostShown = 50;

    public async Task<RetentionList> Handle(RetentionListQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.PrivacyOfficer);
        var year = time.Today().Year;
        List<RetentionGroup> groups = [];
        foreach (var (project, kind, term, cases) in await db.ToDecideAsync(schedule, new DateOnly(year, 12, 31), cancellationToken))
        {
            var total = await cases.CountAsync(cancellationToken);
            if (total == 0) continue;
            var first = await cases.OrderBy(c => c.ClosedAt).ThenBy(c => c.Number).Select(c => c.Id).Take(MostShown).ToListAsync(cancellationToken);
            var ending = await db.EndingTermsAsync(first, kind, term, cancellationToken);
            groups.Add(new RetentionGroup(project, kind, term, total, [.. ending.OrderBy(e => e.EndsOn).ThenBy(e => e.Number)]));
        }

        await reads.RecordListAsync(actor, nameof(RetentionListQuery), null, nameof(Case), [.. groups.SelectMany(g => g.Items).Select(i => i.CaseId.Value).Distinct()], cancellationToken);
        return new RetentionList(
            year, await db.RetentionReviews.AsNoTracking().SingleOrDefaultAsync(r => r.Year == year, cancellationToken), groups.Sum(g => g.Total),
            await db.ApproversBeside(actor.AccountId).Select(r => r.AccountId).Distinct().CountAsync(cancellationToken), groups);
    }
}

/// <summary>What several of these slices ask.</summary>
internal static class RetentionParts
{
    /// <summary>Who may approve what another proposed: a privacy officer, or a manager.</summary>
    public static IQueryable<HeldRole> ApproversBeside(this RegulatiefDbContext db, Guid proposerId) =>
        db.Accounts.ActiveIn([AccountRole.PrivacyOfficer, AccountRole.Manager]).Where(r => r.AccountId != proposerId);

    /// <summary>By project and kind, in the order in which they are shown.</summary>
    public static async Task<IReadOnlyList<(string Project, RetentionKind Kind, RetentionTerm Term, IQueryable<Case> Cases)>> ToDecideAsync(
        this RegulatiefDbContext db, RetentionSchedule schedule, DateOnly day, CancellationToken cancellationToken)
    {
        var projects = await db.Projects.OrderBy(p => p.Name).AsNoTracking().ToListAsync(cancellationToken);
        return [.. projects.SelectMany(p => RetentionSchedule.OfCases.Select(kind => (p.Name, kind, schedule.Of(kind, p.Name), db.ToDecide(p.Id, kind, schedule.Of(kind, p.Name), day))))];
    }

    public static async Task<int> LeftToDecideAsync(this RegulatiefDbContext db, RetentionSchedule schedule, DateOnly day, CancellationToken cancellationToken)
    {
        var left = 0;
        foreach (var group in await db.ToDecideAsync(schedule, day, cancellationToken)) left += await group.Cases.CountAsync(cancellationToken);
        return left;
    }
}
