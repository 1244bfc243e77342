using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Takes somebody's access away, at their next click and that of their programs. What they did stays theirs.</summary>
/// <exception cref="NotFoundException">No such account.</exception>
/// <exception cref="CaseRuleException"><c>account-own</c>; <c>account-has-cases</c>, <c>account-only-coordinator</c>: somebody else must take these over first.</exception>
public sealed record DeactivateAccountCommand(Guid AccountId) : ICommand<Guid>, IStepsUp
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>(AccountId);
}

internal sealed class DeactivateAccountHandler(RegulatiefDbContext db, AccountTies ties, Actor actor, TimeProvider time) : IRequestHandler<DeactivateAccountCommand, Guid>
{
    public async Task<Guid> Handle(DeactivateAccountCommand command, CancellationToken cancellationToken)
    {
        await db.KeepAdministratorAsync(actor, cancellationToken);
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.Id == command.AccountId, cancellationToken) ?? throw new NotFoundException(nameof(Account), command.AccountId);
        if (account.Id == actor.AccountId) throw new CaseRuleException("account-own");
        await ties.RefuseIfTiedAsync(account.Id, null, cancellationToken);

        var now = time.GetUtcNow();
        (account.IsActive, account.ConcurrencyStamp) = (false, Guid.NewGuid().ToString());
        await db.Sessions.EndAsync(account.Id, null, now, cancellationToken);
        await db.ApiTokens.RevokeAsync(account.Id, now, cancellationToken);
        if (await db.Volunteers.SingleOrDefaultAsync(v => v.AccountId == account.Id, cancellationToken) is { } volunteer) volunteer.IsActive = false;
        return account.Id;
    }
}

/// <summary>What somebody else must take over first.</summary>
internal sealed class AccountTies(RegulatiefDbContext db)
{
    /// <param name="role">Of the work in this role alone; null for all that they do.</param>
    /// <exception cref="CaseRuleException"><c>account-has-cases</c>, <c>account-only-coordinator</c>.</exception>
    public async Task RefuseIfTiedAsync(Guid accountId, AccountRole? role, CancellationToken cancellationToken)
    {
        if (await FindAsync(accountId, role, cancellationToken) is { } tie) throw tie;
    }

    /// <param name="role">As above.</param>
    /// <returns>What somebody else must take over first; null when there is nothing.</returns>
    public async Task<CaseRuleException?> FindAsync(Guid accountId, AccountRole? role, CancellationToken cancellationToken)
    {
        var leads = role is null or AccountRole.ProbationOfficer;
        if (leads && await db.Cases.CountAsync(c => c.ProfessionalId == accountId && c.ClosedAt == null, cancellationToken) is > 0 and var cases) return new CaseRuleException("account-has-cases", cases);
        var coordinates = role is null or AccountRole.Coordinator;
        return coordinates && await OnlyTheirsAsync(accountId, cancellationToken) is { } project ? new CaseRuleException("account-only-coordinator", project) : null;
    }

    /// <summary>A project that would have nobody left to tell what is late; null when there is none.</summary>
    private async Task<string?> OnlyTheirsAsync(Guid accountId, CancellationToken cancellationToken) => await db.Projects
        .Where(p => p.Coordinators.Any(c => c.AccountId == accountId)
            && !p.Coordinators.Any(c => c.AccountId != accountId && db.Accounts.Any(a => a.Id == c.AccountId && a.IsActive && a.Roles.Any(r => r.Role == AccountRole.Coordinator))))
        .OrderBy(p => p.Name).Select(p => p.Name).FirstOrDefaultAsync(cancellationToken);
}
