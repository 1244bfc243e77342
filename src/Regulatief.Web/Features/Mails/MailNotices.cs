using MediatR;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Mailing;

namespace Regulatief.Web.Features.Mails;

/// <summary>Who is to be mailed now that notices wait for them.</summary>
public sealed record NoticesToMailQuery : IPlainQuery<IReadOnlyList<NoticesToMail>>
{
    AuditSubject IConcerns.Subject => AuditSubject.None;
}

internal sealed class NoticesToMailHandler(RegulatiefDbContext db, TimeProvider time) : IRequestHandler<NoticesToMailQuery, IReadOnlyList<NoticesToMail>>
{
    public Task<IReadOnlyList<NoticesToMail>> Handle(NoticesToMailQuery query, CancellationToken cancellationToken) => db.NoticesToMailAsync(time.GetUtcNow(), cancellationToken);
}

/// <summary>Promises somebody one mail about notices that wait for them. Of two nodes that come to it at once the second finds them told.</summary>
/// <returns>Whether one was promised.</returns>
public sealed record MailNoticesCommand(Guid AccountId, IReadOnlyList<Guid> Notices, bool IsUrgent) : ICommand<bool>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>(AccountId);
}

internal sealed class MailNoticesHandler(RegulatiefDbContext db, Postbox postbox, TimeProvider time) : IRequestHandler<MailNoticesCommand, bool>
{
    /// <summary>A mail of yesterday's news is followed by one of today's.</summary>
    private static readonly TimeSpan OfUse = TimeSpan.FromDays(1);

    public async Task<bool> Handle(MailNoticesCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await db.Accounts.FindAsync([command.AccountId], cancellationToken) is not { IsActive: true } account || !postbox.Reaches(account)) return false;
        if (!await db.ClaimForMailAsync(command.Notices, now, cancellationToken)) return false;

        postbox.Promise(db, account, command.IsUrgent ? MailKind.UrgentNotices : MailKind.Notices, null, now + OfUse);
        return true;
    }
}
