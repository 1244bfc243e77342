using System.Text.Json.Serialization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>A new link for who lost theirs or forgot the password, given by an administrator who knows that it is them. Earlier links end; the password stays until the link is used.</summary>
/// <exception cref="NotFoundException">No such account, or it is closed.</exception>
/// <exception cref="CaseRuleException"><c>account-own</c>.</exception>
public sealed record InviteAgainCommand(Guid AccountId) : ICommand<InvitationMade>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>(AccountId);
}

public sealed record InvitationMade(Guid AccountId, string UserName)
{
    /// <summary>Shown once. Not kept with the result: who repeats the request gets none.</summary>
    [JsonIgnore]
    public string? Code { get; init; }
}

internal sealed class InviteAgainHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<InviteAgainCommand, InvitationMade>
{
    public async Task<InvitationMade> Handle(InviteAgainCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Administrator);
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.Id == command.AccountId && a.IsActive, cancellationToken)
            ?? throw new NotFoundException(nameof(Account), command.AccountId);
        if (account.Id == actor.AccountId) throw new CaseRuleException("account-own-invitation");

        var (invitation, code) = Invitation.For(account.Id, time.GetUtcNow());
        db.Invitations.Add(invitation);
        return new InvitationMade(account.Id, account.UserName!) { Code = code };
    }
}
