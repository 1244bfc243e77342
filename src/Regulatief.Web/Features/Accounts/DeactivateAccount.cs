using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Takes somebody's access away, at their next click. What they did stays theirs.</summary>
/// <exception cref="NotFoundException">No such account.</exception>
/// <exception cref="CaseRuleException"><c>account-own</c>; <c>account-has-cases</c>, <c>account-only-coordinator</c>: somebody else must take these over first.</exception>
public sealed record DeactivateAccountCommand(Guid AccountId) : ICommand<Guid>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>(AccountId);
}

internal sealed class DeactivateAccountHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<DeactivateAccountCommand, Guid>
{
    public async Task<Guid> Handle(DeactivateAccountCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Administrator);
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.Id == command.AccountId, cancellationToken) ?? throw new NotFoundException(nameof(Account), command.AccountId);
        if (account.Id == actor.AccountId) throw new CaseRuleException("account-own");
        var cases = await db.Cases.CountAsync(c => c.ProfessionalId == account.Id && c.ClosedAt == null, cancellationToken);
        if (cases > 0) throw new CaseRuleException("account-has-cases", cases);

        if (await OnlyTheirsAsync(account.Id, cancellationToken) is { } project) throw new CaseRuleException("account-only-coordinator", project);

        account.IsActive = false;
        await db.Sessions.EndAsync(account.Id, null, time.GetUtcNow(), cancellationToken);
        if (await db.Volunteers.SingleOrDefaultAsync(v => v.AccountId == account.Id, cancellationToken) is { } volunteer) volunteer.IsActive = false;
        return account.Id;
    }

    /// <summary>A project that would have nobody left to tell what is late; null when there is none.</summary>
    private async Task<string?> OnlyTheirsAsync(Guid accountId, CancellationToken cancellationToken) => await db.Projects
        .Where(p => p.Coordinators.Any(c => c.AccountId == accountId)
            && !p.Coordinators.Any(c => c.AccountId != accountId && db.Accounts.Any(a => a.Id == c.AccountId && a.IsActive)))
        .OrderBy(p => p.Name).Select(p => p.Name).FirstOrDefaultAsync(cancellationToken);
}
