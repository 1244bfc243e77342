using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Takes a role away, at once: log-ins and personal tokens that act in it end, and a coordinator is one of no project any more. They and all other administrators are told.</summary>
/// <exception cref="NotFoundException">No such account, or it is closed.</exception>
/// <exception cref="CaseRuleException">
/// <c>account-own-role</c>; <c>role-fixed</c>; <c>role-not-theirs</c>; <c>role-last</c>; <c>account-has-cases</c>, <c>account-only-coordinator</c>: somebody else must
/// take these over first.
/// </exception>
public sealed record TakeRoleCommand(Guid AccountId, AccountRole? Role, RoleChangeReason? Reason) : ICommand<Guid>, IStepsUp
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>(AccountId);
}

internal sealed class TakeRoleValidator : AbstractValidator<TakeRoleCommand>
{
    public TakeRoleValidator()
    {
        RuleFor(c => c.Role).NotNull().IsInEnum();
        RuleFor(c => c.Reason).NotNull().IsInEnum();
    }
}

internal sealed class TakeRoleHandler(RegulatiefDbContext db, AccountNews news, AccountTies ties, Actor actor, AuditTrail trail, TimeProvider time) : IRequestHandler<TakeRoleCommand, Guid>
{
    public async Task<Guid> Handle(TakeRoleCommand command, CancellationToken cancellationToken)
    {
        var (account, role) = (await db.AccountWhoseRolesChangeAsync(command.AccountId, actor, cancellationToken), command.Role!.Value);
        if (!account.Has(role)) throw new CaseRuleException("role-not-theirs", role);
        if (account.Roles.Count == 1) throw new CaseRuleException("role-last", role);
        await ties.RefuseIfTiedAsync(account.Id, role, cancellationToken);

        await db.TakeRoleAsync(account, role, time.GetUtcNow(), cancellationToken);
        trail.About(AuditSubject.Of<Account>(account.Id), $"-{role} {command.Reason}");
        await news.TellAsync(NoticeKind.RoleChanged, account.Id, cancellationToken);
        return account.Id;
    }
}
