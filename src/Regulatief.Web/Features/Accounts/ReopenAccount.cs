using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Lets somebody in again whose access was ended, in the roles that they had, by a link with which they choose a new password.</summary>
/// <exception cref="NotFoundException">No such account, or it is open.</exception>
/// <exception cref="CaseRuleException"><c>client-by-officer</c>.</exception>
public sealed record ReopenAccountCommand(Guid AccountId) : ICommand<InvitationMade>, IStepsUp
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>(AccountId);
}

internal sealed class ReopenAccountHandler(RegulatiefDbContext db, AccountNews news, Actor actor, Invitations invitations) : IRequestHandler<ReopenAccountCommand, InvitationMade>
{
    public async Task<InvitationMade> Handle(ReopenAccountCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Administrator);
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.Id == command.AccountId && !a.IsActive, cancellationToken)
            ?? throw new NotFoundException(nameof(Account), command.AccountId);
        if (account.Has(AccountRole.Client)) throw new CaseRuleException("client-by-officer");

        account.IsActive = true;
        // The password of then opens nothing now.
        (account.PasswordHash, account.SecurityStamp) = (null, Guid.NewGuid().ToString());
        if (await db.Volunteers.SingleOrDefaultAsync(v => v.AccountId == account.Id, cancellationToken) is { } volunteer) volunteer.IsActive = true;
        await news.TellAsync(NoticeKind.AccountReopened, account.Id, cancellationToken);
        return invitations.Give(account);
    }
}
