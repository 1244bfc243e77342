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

/// <summary>Cases of which everything is kept, the earliest review first; behind them the ones that were lifted last.</summary>
public sealed record FindLegalHoldsQuery : IClientQuery<LegalHolds>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<LegalHold>();
}

public sealed record LegalHolds(IReadOnlyList<HeldCase> Lasting, IReadOnlyList<HeldCase> Lifted);

/// <param name="IsToReview">Its day of review has come.</param>
public sealed record HeldCase(LegalHold Hold, int CaseNumber, string SetBy, string? LiftedBy, bool IsToReview);

internal sealed class FindLegalHoldsHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time) : IRequestHandler<FindLegalHoldsQuery, LegalHolds>
{
    private const int MostLifted = 20;

    public async Task<LegalHolds> Handle(FindLegalHoldsQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.PrivacyOfficer);
        var lasting = await db.LegalHolds.Lasting().OrderBy(h => h.ReviewOn).ThenBy(h => h.Id).AsNoTracking().ToListAsync(cancellationToken);
        var lifted = await db.LegalHolds.Where(h => h.LiftedAt != null).OrderByDescending(h => h.LiftedAt).Take(MostLifted).AsNoTracking().ToListAsync(cancellationToken);
        List<LegalHold> all = [.. lasting, .. lifted];
        await reads.RecordListAsync(actor, nameof(FindLegalHoldsQuery), null, nameof(LegalHold), all.ConvertAll(h => h.Id), cancellationToken);

        var numbers = await db.NumbersOfAsync([.. all.Select(h => h.CaseId).Distinct()], cancellationToken);
        var people = all.SelectMany(h => new[] { h.SetById, h.LiftedById }).OfType<Guid>().Distinct().ToList();
        var names = await db.Accounts.Where(a => people.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancellationToken);
        HeldCase Shown(LegalHold hold) => new(
            hold, numbers[hold.CaseId], names[hold.SetById], hold.LiftedById is { } by ? names[by] : null, hold.LiftedAt is null && hold.ReviewOn <= time.Today());

        return new LegalHolds(lasting.ConvertAll(Shown), lifted.ConvertAll(Shown));
    }
}
