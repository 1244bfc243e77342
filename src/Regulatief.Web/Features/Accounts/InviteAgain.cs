using System.Text.Json.Serialization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Mailing;

namespace Regulatief.Web.Features.Accounts;

/// <summary>A new link for who lost theirs or forgot the password, given by an administrator who knows that it is them. Earlier links end; the password stays until the link is used.</summary>
/// <exception cref="NotFoundException">No such account, or it is closed.</exception>
/// <exception cref="CaseRuleException"><c>account-own-invitation</c>; <c>client-by-officer</c>.</exception>
public sealed record InviteAgainCommand(Guid AccountId) : ICommand<InvitationMade>, IStepsUp
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>(AccountId);
}

/// <param name="IsMailed">Whether its link was sent to the person; then nobody else sees it.</param>
public sealed record InvitationMade(Guid AccountId, string UserName, bool IsMailed)
{
    /// <summary>Shown once; null when it is mailed. Not kept with the result: who repeats the request gets none.</summary>
    [JsonIgnore]
    public string? Code { get; init; }
}

internal sealed class InviteAgainHandler(RegulatiefDbContext db, Actor actor, AccountNews news, Invitations invitations) : IRequestHandler<InviteAgainCommand, InvitationMade>
{
    public async Task<InvitationMade> Handle(InviteAgainCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Administrator);
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.Id == command.AccountId && a.IsActive, cancellationToken)
            ?? throw new NotFoundException(nameof(Account), command.AccountId);
        if (account.Id == actor.AccountId) throw new CaseRuleException("account-own-invitation");
        if (account.Has(AccountRole.Client)) throw new CaseRuleException("client-by-officer");

        await news.TellAsync(NoticeKind.AccountInvited, account.Id, cancellationToken);
        return invitations.Give(account);
    }
}

/// <summary>Gives invitations: by mail to who can be reached so, else by whoever invites.</summary>
internal sealed class Invitations(RegulatiefDbContext db, Postbox postbox, TimeProvider time)
{
    public InvitationMade Give(Account account)
    {
        var (invitation, code) = Invitation.For(account.Id, time.GetUtcNow());
        db.Invitations.Add(invitation);
        if (!postbox.Reaches(account)) return new InvitationMade(account.Id, account.UserName!, false) { Code = code };
        postbox.Promise(db, account, MailKind.Invitation, $"/uitnodiging/{code}", invitation.EndsAt);
        return new InvitationMade(account.Id, account.UserName!, true);
    }
}
