using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Retention;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Retention;

/// <summary>A proposed erasure for who decides on it; afterwards the report of what went. Numbers of cases and counts, nobody's name but of who proposed and decided.</summary>
/// <exception cref="NotFoundException">No such erasure.</exception>
public sealed record ErasurePageQuery(Guid ErasureId) : IPlainQuery<ErasurePage>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Erasure>(ErasureId);
}

/// <param name="IsOwn">Proposed by the reader, who may not decide on it.</param>
/// <param name="HasApprover">Whether anybody but who proposed it could.</param>
/// <param name="Counts">How many rows of each kind went, in all.</param>
public sealed record ErasurePage(Erasure Erasure, string ProposedBy, string? DecidedBy, bool IsOwn, bool HasApprover, IReadOnlyDictionary<string, int> Counts)
{
    public bool? IsApproved { get; init; }

    public string? Reason { get; init; }

    public bool IsDecided => Erasure.DecidedAt is not null;
}

internal sealed class ErasurePageHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<ErasurePageQuery, ErasurePage>
{
    public async Task<ErasurePage> Handle(ErasurePageQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.PrivacyOfficer, AccountRole.Manager);
        var erasure = await db.Erasures.Include(e => e.Items.OrderBy(i => i.CaseNumber).ThenBy(i => i.Kind)).AsNoTracking().SingleOrDefaultAsync(e => e.Id == query.ErasureId, cancellationToken)
            ?? throw new NotFoundException(nameof(Erasure), query.ErasureId);
        var names = await db.Accounts.Where(a => a.Id == erasure.ProposedById || a.Id == erasure.DecidedById).ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancellationToken);
        return new ErasurePage(
            erasure, names[erasure.ProposedById], erasure.DecidedById is { } by ? names[by] : null, erasure.ProposedById == actor.AccountId,
            await db.ApproversBeside(erasure.ProposedById).AnyAsync(cancellationToken),
            erasure.Items.SelectMany(i => i.Counts).GroupBy(c => c.Key).OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(c => c.Value)));
    }
}
