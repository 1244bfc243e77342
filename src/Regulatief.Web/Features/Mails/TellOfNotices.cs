using MediatR;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Mailing;

namespace Regulatief.Web.Features.Mails;

/// <summary>Who is to be told now, this way, that notices wait for them.</summary>
public sealed record NoticesToTellQuery(NoticeChannel Channel) : IPlainQuery<IReadOnlyList<NoticesToTell>>
{
    AuditSubject IConcerns.Subject => AuditSubject.None;
}

internal sealed class NoticesToTellHandler(RegulatiefDbContext db, TimeProvider time) : IRequestHandler<NoticesToTellQuery, IReadOnlyList<NoticesToTell>>
{
    public Task<IReadOnlyList<NoticesToTell>> Handle(NoticesToTellQuery query, CancellationToken cancellationToken) => db.NoticesToTellAsync(query.Channel, time.GetUtcNow(), cancellationToken);
}

/// <summary>Promises to tell somebody once, one way, of notices that wait for them. Of two nodes that come to it at once the second finds them told.</summary>
/// <returns>Whether it was promised.</returns>
public sealed record TellOfNoticesCommand(Guid AccountId, NoticeChannel Channel, IReadOnlyList<Guid> Notices, bool IsUrgent) : ICommand<bool>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>(AccountId);
}

internal sealed class TellOfNoticesHandler(RegulatiefDbContext db, NoticeChannels channels, TimeProvider time) : IRequestHandler<TellOfNoticesCommand, bool>
{
    public async Task<bool> Handle(TellOfNoticesCommand command, CancellationToken cancellationToken)
    {
        if (await db.Accounts.FindAsync([command.AccountId], cancellationToken) is not { IsActive: true } account) return false;
        if (!await channels.ReachAsync(db, account, command.Channel, cancellationToken)) return false;
        if (!await db.ClaimAsync(command.Notices, command.Channel, time.GetUtcNow(), cancellationToken)) return false;

        await channels.PromiseAsync(db, account, command.Channel, command.IsUrgent ? MailKind.UrgentNotices : MailKind.Notices, isTest: false, cancellationToken);
        return true;
    }
}
