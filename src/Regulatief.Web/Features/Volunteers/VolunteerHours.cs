using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Volunteers;

/// <summary>What volunteers gave in a quarter, in hours and in what it cost them: of the own projects for a coordinator, the own for a volunteer.</summary>
/// <param name="Year">2000 to 2199.</param>
/// <param name="Quarter">1 to 4.</param>
public sealed record VolunteerHoursQuery(int Year, int Quarter) : IClientQuery<VolunteerHours>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Volunteer>();
}

/// <param name="Rows">By name; who gave nothing is among them.</param>
public sealed record VolunteerHours(int Year, int Quarter, DateOnly First, DateOnly Last, IReadOnlyList<HoursOfVolunteer> Rows)
{
    public int Minutes => Rows.Sum(r => r.Minutes);

    public int CostInCents => Rows.Sum(r => r.CostInCents);
}

/// <param name="Times">How often they wrote something down.</param>
public sealed record HoursOfVolunteer(Guid Id, string Name, int Times, int Minutes, int CostInCents);

internal sealed class VolunteerHoursValidator : AbstractValidator<VolunteerHoursQuery>
{
    public VolunteerHoursValidator()
    {
        RuleFor(q => q.Year).InclusiveBetween(2000, 2199);
        RuleFor(q => q.Quarter).InclusiveBetween(1, 4);
    }
}

internal sealed class VolunteerHoursHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<VolunteerHoursQuery, VolunteerHours>
{
    public async Task<VolunteerHours> Handle(VolunteerHoursQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Coordinator, AccountRole.Volunteer);
        var quarter = new QuarterName(query.Year, query.Quarter);
        var (first, last) = (quarter.First, quarter.Last);
        var volunteers = await db.Volunteers.VisibleTo(db, actor).OrderBy(v => v.FirstName).ThenBy(v => v.LastName).AsNoTracking().ToListAsync(cancellationToken);
        var ids = volunteers.ConvertAll(v => v.Id);
        // Sums alone, of what a pairing that ended was too: what somebody gave stays theirs.
        var given = await db.VolunteerActivities.Of(ids).Where(a => a.On >= first && a.On <= last)
            .GroupBy(a => a.VolunteerId).Select(g => new { g.Key, Times = g.Count(), Minutes = g.Sum(a => a.Minutes ?? 0), Cost = g.Sum(a => a.CostInCents ?? 0) })
            .ToDictionaryAsync(g => g.Key, cancellationToken);
        await reads.RecordListAsync(actor, nameof(VolunteerHoursQuery), null, nameof(Volunteer), ids.ConvertAll(id => id.Value), cancellationToken);
        return new VolunteerHours(query.Year, query.Quarter, first, last, volunteers.ConvertAll(v => given.GetValueOrDefault(v.Id) is { } sum
            ? new HoursOfVolunteer(v.Id.Value, v.NameFor(AccountRole.Coordinator), sum.Times, sum.Minutes, sum.Cost)
            : new HoursOfVolunteer(v.Id.Value, v.NameFor(AccountRole.Coordinator), 0, 0, 0)));
    }
}

/// <summary>A quarter, and those beside it.</summary>
public sealed record QuarterName(int Year, int Quarter)
{
    private const int Quarters = 4;
    private const int MonthsInQuarter = 3;

    public DateOnly First => new(Year, (Quarter - 1) * MonthsInQuarter + 1, 1);

    /// <summary>Inclusive.</summary>
    public DateOnly Last => First.AddMonths(MonthsInQuarter).AddDays(-1);

    public QuarterName Previous => Quarter == 1 ? new(Year - 1, Quarters) : new(Year, Quarter - 1);

    public QuarterName Next => Quarter == Quarters ? new(Year + 1, 1) : new(Year, Quarter + 1);

    /// <param name="name">As in <c>2026-Q4</c>; anything else is the quarter of today.</param>
    public static QuarterName Of(string? name, DateOnly today) =>
        name?.Split("-Q") is [var year, var quarter] && int.TryParse(year, out var y) && int.TryParse(quarter, out var q) && y is >= 2001 and < 2199 && q is >= 1 and <= Quarters
            ? new(y, q) : new(today.Year, (today.Month - 1) / MonthsInQuarter + 1);

    public override string ToString() => $"{Year}-Q{Quarter}";
}
