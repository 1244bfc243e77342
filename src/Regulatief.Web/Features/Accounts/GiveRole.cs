using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Projects;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Gives somebody who works here a role beside those that they have. They and all other administrators are told; they act in it when they switch to it.</summary>
/// <param name="ProjectId">Which a coordinator coordinates from now on, after those who do so already; null for none yet.</param>
/// <exception cref="NotFoundException">No such account, or it is closed.</exception>
/// <exception cref="CaseRuleException">
/// <c>account-own-role</c>; <c>role-fixed</c>: a volunteer or a client, who is so by a person behind the account; <c>role-same</c>.
/// </exception>
public sealed record GiveRoleCommand(Guid AccountId, AccountRole? Role, RoleChangeReason? Reason, Guid? ProjectId = null) : ICommand<Guid>, IStepsUp
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>(AccountId);
}

/// <summary>Why a role is given or taken.</summary>
public enum RoleChangeReason
{
    OtherWork,
    StandsIn,
    Mistaken,
}

internal sealed class GiveRoleValidator : AbstractValidator<GiveRoleCommand>
{
    public GiveRoleValidator()
    {
        RuleFor(c => c.Role).NotNull().IsInEnum();
        RuleFor(c => c.Role).Must(role => !RoleRules.Alone.Contains(role!.Value)).When(c => c.Role is not null).WithErrorCode("role-not-given");
        RuleFor(c => c.Reason).NotNull().IsInEnum();
        RuleFor(c => c.ProjectId).Null().When(c => c.Role is not null and not AccountRole.Coordinator).WithErrorCode("role-without-project");
    }
}

internal sealed class GiveRoleHandler(RegulatiefDbContext db, AccountNews news, Actor actor, AuditTrail trail) : IRequestHandler<GiveRoleCommand, Guid>
{
    public async Task<Guid> Handle(GiveRoleCommand command, CancellationToken cancellationToken)
    {
        var (account, role) = (await db.AccountWhoseRolesChangeAsync(command.AccountId, actor, cancellationToken), command.Role!.Value);
        if (account.Has(role)) throw new CaseRuleException("role-same", role);

        account.Roles.Add(new HeldRole { Role = role });
        if (command.ProjectId is { } project) await JoinAsync(account.Id, ProjectId.From(project), cancellationToken);
        trail.About(AuditSubject.Of<Account>(account.Id), $"+{role} {command.Reason}");
        await news.TellAsync(NoticeKind.RoleChanged, account.Id, cancellationToken);
        return account.Id;
    }

    private async Task JoinAsync(Guid accountId, ProjectId id, CancellationToken cancellationToken)
    {
        var project = await db.Projects.Include(p => p.Coordinators).SingleOrDefaultAsync(p => p.Id == id, cancellationToken)
            ?? throw new ValidationException([new ValidationFailure(nameof(GiveRoleCommand.ProjectId), "") { ErrorCode = "no-such-choice" }]);
        if (project.Coordinators.Exists(c => c.AccountId == accountId)) return;
        project.Coordinators.Add(new ProjectCoordinator { ProjectId = id, AccountId = accountId, Rank = project.Coordinators.Select(c => c.Rank).DefaultIfEmpty().Max() + 1 });
    }
}

internal static class RoleChanges
{
    /// <summary>Of two who change its roles at once the second finds what the first left.</summary>
    /// <exception cref="NotFoundException">No such account, or it is closed.</exception>
    /// <exception cref="CaseRuleException"><c>account-own-role</c>; <c>role-fixed</c>.</exception>
    public static async Task<Account> AccountWhoseRolesChangeAsync(this RegulatiefDbContext db, Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await db.KeepAdministratorAsync(actor, cancellationToken);
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.Id == id && a.IsActive, cancellationToken) ?? throw new NotFoundException(nameof(Account), id);
        if (account.Id == actor.AccountId) throw new CaseRuleException("account-own-role");
        if (RoleRules.Alone.Contains(account.FirstRole)) throw new CaseRuleException("role-fixed", account.FirstRole);
        account.ConcurrencyStamp = Guid.NewGuid().ToString();
        return account;
    }

    /// <summary>Who takes away what another may do, may do so until it is taken: of two administrators who end each other the second finds that it was done, and one stays.</summary>
    /// <exception cref="CaseRuleException"><c>role-may-not</c>.</exception>
    public static async Task KeepAdministratorAsync(this RegulatiefDbContext db, Actor actor, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Administrator);
        if (actor.Role is null) return;
        var own = await db.Accounts.SingleOrDefaultAsync(a => a.Id == actor.AccountId && a.IsActive && a.Roles.Any(r => r.Role == AccountRole.Administrator), cancellationToken)
            ?? throw new CaseRuleException("role-may-not", AccountRole.Administrator);
        own.ConcurrencyStamp = Guid.NewGuid().ToString();
    }

    /// <summary>With all that hangs on it: log-ins and personal tokens that act in it, and a coordinator's places in projects.</summary>
    public static async Task TakeRoleAsync(this RegulatiefDbContext db, Account account, AccountRole role, DateTimeOffset at, CancellationToken cancellationToken)
    {
        account.Roles.RemoveAll(r => r.Role == role);
        if (role == AccountRole.Coordinator)
            db.RemoveRange(await db.Projects.SelectMany(p => p.Coordinators).Where(c => c.AccountId == account.Id).ToListAsync(cancellationToken));
        await db.Sessions.EndAsync(account.Id, role, at, cancellationToken);
        await db.ApiTokens.Where(t => t.Role == role).RevokeAsync(account.Id, at, cancellationToken);
    }
}
