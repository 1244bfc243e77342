using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.ClientAccounts;

/// <summary>Ends the client's log-in, at their next click: at their own wish, or because somebody else has it. From then on they sign on the officer's device. Also in a case that was closed.</summary>
/// <exception cref="CaseRuleException"><c>client-account-none</c>: there is none, or it is closed.</exception>
public sealed record CloseClientAccountCommand(CaseId CaseId) : ICommand<CaseId>, IConcernsCase, IStepsUp
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class CloseClientAccountHandler(RegulatiefDbContext db, Actor actor, ClientAccountNews news, AuditTrail trail, TimeProvider time) : IRequestHandler<CloseClientAccountCommand, CaseId>
{
    public async Task<CaseId> Handle(CloseClientAccountCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer);
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.Id == @case.Client.AccountId && a.IsActive, cancellationToken) ?? throw new CaseRuleException("client-account-none");

        var now = time.GetUtcNow();
        account.IsActive = false;
        await db.Sessions.EndAsync(account.Id, null, now, cancellationToken);
        await db.ApiTokens.RevokeAsync(account.Id, now, cancellationToken);
        trail.About(AuditSubject.Of(command.Case));
        trail.About(AuditSubject.Of<Account>(account.Id));
        await news.TellAsync(NoticeKind.ClientAccountClosed, @case, cancellationToken);
        return @case.Id;
    }
}
