using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.ClosingDays;

/// <summary>The days on which the organisation is closed, and who said so.</summary>
public sealed record ListClosingDaysQuery : IPlainQuery<ClosingDaysList>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<ClosingPeriod>();
}

/// <param name="Ahead">Those whose last day has not passed, the next one first.</param>
/// <param name="Past">The last one first.</param>
public sealed record ClosingDaysList(IReadOnlyList<ClosingItem> Ahead, IReadOnlyList<ClosingItem> Past);

/// <param name="WorkingDays">How many of its days would be working days.</param>
public sealed record ClosingItem(Guid Id, DateOnly From, DateOnly Until, string Name, int WorkingDays, string SetBy, DateTimeOffset SetAt, bool CanBeRemoved);

internal sealed class ListClosingDaysHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<ListClosingDaysQuery, ClosingDaysList>
{
    public async Task<ClosingDaysList> Handle(ListClosingDaysQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Manager, AccountRole.Administrator);
        var today = time.Today();
        var closed = await db.ClosingPeriods.OrderBy(p => p.From).Join(db.Accounts, p => p.SetById, a => a.Id, (p, by) => new { Period = p, By = by.DisplayName })
            .AsNoTracking().ToListAsync(cancellationToken);
        var items = closed.ConvertAll(c => new ClosingItem(
            c.Period.Id, c.Period.From, c.Period.Until, c.Period.Name, c.Period.WorkingDays, c.By, c.Period.SetAt, !c.Period.HasBegun(today)));
        return new ClosingDaysList(items.FindAll(i => i.Until >= today), [.. items.FindAll(i => i.Until < today).AsEnumerable().Reverse()]);
    }
}
