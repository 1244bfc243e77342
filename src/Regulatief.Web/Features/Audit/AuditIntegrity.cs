using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Audit;

/// <summary>How far the audit log is sealed, and what the last verifications found.</summary>
public sealed record AuditIntegrityQuery : IPlainQuery<AuditIntegrity>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<AuditSeal>();
}

/// <param name="Sealed">The end of the chain.</param>
/// <param name="LastDaily">The last one by the system; null for never.</param>
/// <param name="Verifications">The latest first.</param>
public sealed record AuditIntegrity(long Sealed, AuditVerification? LastDaily, IReadOnlyList<VerificationLine> Verifications);

/// <param name="By">Null for the system.</param>
public sealed record VerificationLine(AuditVerification Verification, string? By);

internal sealed class AuditIntegrityHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<AuditIntegrityQuery, AuditIntegrity>
{
    private const int Shown = 10;

    public async Task<AuditIntegrity> Handle(AuditIntegrityQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.PrivacyOfficer);
        var end = await db.AuditSeals.OrderByDescending(s => s.Sequence).Select(s => s.Sequence).FirstOrDefaultAsync(cancellationToken);
        var latest = await db.AuditVerifications.AsNoTracking().OrderByDescending(v => v.At).Take(Shown).ToListAsync(cancellationToken);
        var daily = await db.AuditVerifications.AsNoTracking().Where(v => v.ById == Actor.System.AccountId).OrderByDescending(v => v.At).FirstOrDefaultAsync(cancellationToken);
        var people = latest.ConvertAll(v => v.ById);
        var names = await db.Accounts.Where(a => people.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancellationToken);
        return new AuditIntegrity(end, daily, latest.ConvertAll(v => new VerificationLine(v, names.GetValueOrDefault(v.ById))));
    }
}
