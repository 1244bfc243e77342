using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.ClientAccounts;

/// <summary>Another code for a client who lost theirs or forgot the password, given in person. The one before it ends; the password stays until the code is used.</summary>
/// <exception cref="CaseRuleException"><c>case-closed</c>; <c>client-account-none</c>: there is none, or it is closed.</exception>
public sealed record RenewClientCodeCommand(CaseId CaseId) : ICommand<ClientCodeMade>, IConcernsCase, IStepsUp
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class RenewClientCodeValidator : AbstractValidator<RenewClientCodeCommand>
{
    public RenewClientCodeValidator(NewClientCode code) => RuleFor(c => c).Custom((_, _) => code.Make());
}

internal sealed class RenewClientCodeHandler(RegulatiefDbContext db, Actor actor, NewClientCode code) : IRequestHandler<RenewClientCodeCommand, ClientCodeMade>
{
    public async Task<ClientCodeMade> Handle(RenewClientCodeCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer);
        @case.RefuseIfClosed();
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.Id == @case.Client.AccountId && a.IsActive, cancellationToken) ?? throw new CaseRuleException("client-account-none");
        return await code.GiveAsync(account, @case, cancellationToken);
    }
}
