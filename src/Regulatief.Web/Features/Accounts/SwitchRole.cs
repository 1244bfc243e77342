using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Goes on in another of the own roles, in this log-in: from the next click on, and in one at a time.</summary>
/// <exception cref="CaseRuleException"><c>role-not-held</c>; <c>role-of-token</c>: a token keeps the role that it was made for.</exception>
public sealed record SwitchRoleCommand(AccountRole? Role) : ICommand<AccountRole>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Session>();
}

internal sealed class SwitchRoleValidator : AbstractValidator<SwitchRoleCommand>
{
    public SwitchRoleValidator() => RuleFor(c => c.Role).NotNull().IsInEnum();
}

internal sealed class SwitchRoleHandler(RegulatiefDbContext db, CurrentActor current, AuditTrail trail) : IRequestHandler<SwitchRoleCommand, AccountRole>
{
    public async Task<AccountRole> Handle(SwitchRoleCommand command, CancellationToken cancellationToken)
    {
        var (actor, role) = (current.Value, command.Role!.Value);
        if (!(await db.RolesOfAsync(actor.AccountId, cancellationToken)).Contains(role)) throw new CaseRuleException("role-not-held", role);
        var switched = await db.Sessions.Where(s => s.Id == current.SessionId && s.Kind == SessionKind.Pages)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Role, role), cancellationToken);
        if (switched == 0) throw new CaseRuleException("role-of-token");

        trail.About(AuditSubject.Of<Session>(current.SessionId), $"{actor.Role} {role}");
        return role;
    }
}
