using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Audit;

/// <summary>Keeps what a verification found, for the page, and tells every privacy officer of damage that nobody was looking for.</summary>
public sealed record RecordAuditVerificationCommand(AuditVerdict Verdict) : ICommand<Unit>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<AuditSeal>();
}

internal sealed class RecordAuditVerificationHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<RecordAuditVerificationCommand, Unit>
{
    public async Task<Unit> Handle(RecordAuditVerificationCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.PrivacyOfficer);
        var verification = AuditVerification.Of(command.Verdict, actor.AccountId, time.GetUtcNow());
        db.AuditVerifications.Add(verification);
        if (!verification.IsFine) await TellAsync(verification, cancellationToken);
        return Unit.Value;
    }

    /// <summary>Once, as long as it was not read: the same damage is found every day.</summary>
    private async Task TellAsync(AuditVerification verification, CancellationToken cancellationToken)
    {
        var untold = await db.Accounts.Active(AccountRole.PrivacyOfficer)
            .Where(a => a.Id != actor.AccountId
                && !db.Notices.Any(n => n.AccountId == a.Id && n.Kind == NoticeKind.AuditDamaged && n.ReadAt == null))
            .Select(a => a.Id).ToListAsync(cancellationToken);
        foreach (var officer in untold) db.Notices.Add(new Notice { AccountId = officer, Role = AccountRole.PrivacyOfficer, Kind = NoticeKind.AuditDamaged, SubjectId = verification.Id, At = verification.At });
    }
}
