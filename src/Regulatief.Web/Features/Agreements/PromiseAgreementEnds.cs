using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Agreements;

/// <summary>Promises a batch of parties that they hear when what they agreed ends, where it was signed under a version that promised nothing.</summary>
/// <remarks>Of two nodes at once one does it: each promise is there once.</remarks>
public sealed record PromiseAgreementEndsCommand : ICommand<bool>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<InformationSharingAgreement>();
}

internal sealed class PromiseAgreementEndsHandler(RegulatiefDbContext db, TimeProvider time) : IRequestHandler<PromiseAgreementEndsCommand, bool>
{
    private const int BatchSize = 200;

    /// <returns>Whether there may be more.</returns>
    public async Task<bool> Handle(PromiseAgreementEndsCommand command, CancellationToken cancellationToken)
    {
        var today = time.Today();
        var left = await db.Agreements
            .Where(a => a.Status == AgreementStatus.Signed && a.ValidUntil >= today && (a.ReplacedFrom == null || a.ReplacedFrom > today) && a.Case.ClosedAt == null)
            .Where(a => !db.DueWork.Any(w => w.Kind == DueWorkKind.AgreementEnd && w.CaseId == a.CaseId))
            .Select(a => a.CaseId).Distinct().Take(BatchSize).ToListAsync(cancellationToken);
        foreach (var caseId in left) await db.PromiseAgreementEndAsync(caseId, time.GetUtcNow(), cancellationToken);
        return left.Count == BatchSize;
    }
}
