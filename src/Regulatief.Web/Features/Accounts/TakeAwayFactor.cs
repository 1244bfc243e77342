using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Takes away the second factor that somebody lost, who stands before the administrator. Their sessions end; they and all other administrators are told.</summary>
/// <exception cref="NotFoundException">No such account, or it is closed.</exception>
/// <exception cref="CaseRuleException"><c>account-own-factor</c>; <c>factor-none</c>.</exception>
public sealed record TakeAwayFactorCommand(Guid AccountId, FactorLoss? Reason, bool IsSeen) : ICommand<Guid>, IStepsUp
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>(AccountId);
}

/// <summary>Why a second factor is taken away.</summary>
public enum FactorLoss
{
    Lost,
    Stolen,
    Broken,
    Replaced,
}

internal sealed class TakeAwayFactorValidator : AbstractValidator<TakeAwayFactorCommand>
{
    public TakeAwayFactorValidator()
    {
        RuleFor(c => c.Reason).NotNull().IsInEnum();
        RuleFor(c => c.IsSeen).Equal(true).WithErrorCode("factor-not-seen");
    }
}

internal sealed class TakeAwayFactorHandler(RegulatiefDbContext db, SecondFactors factors, AccountNews news, Actor actor, AuditTrail trail) : IRequestHandler<TakeAwayFactorCommand, Guid>
{
    public async Task<Guid> Handle(TakeAwayFactorCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Administrator);
        if (!await db.Accounts.AnyAsync(a => a.Id == command.AccountId && a.IsActive, cancellationToken)) throw new NotFoundException(nameof(Account), command.AccountId);
        if (command.AccountId == actor.AccountId) throw new CaseRuleException("account-own-factor");

        await factors.TakeAwayAsync(command.AccountId, cancellationToken);
        await news.TellAsync(NoticeKind.FactorTakenAway, command.AccountId, cancellationToken);
        trail.About(AuditSubject.Of<Account>(command.AccountId), command.Reason.ToString());
        return command.AccountId;
    }
}

/// <summary>What an administrator did to an account is told to its owner and to every other administrator.</summary>
internal sealed class AccountNews(RegulatiefDbContext db, CurrentActor current, TimeProvider time)
{
    public async Task TellAsync(NoticeKind kind, Guid accountId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // Nobody, when it follows from a log-in.
        var by = current.IsKnown ? current.Value.AccountId : Guid.Empty;
        var told = await db.Accounts.Active(AccountRole.Administrator).Where(a => a.Id != by && a.Id != accountId).Select(a => a.Id).ToListAsync(cancellationToken);
        db.Notices.AddRange(told.Select(id => new Notice { AccountId = id, Role = AccountRole.Administrator, Kind = kind, SubjectId = accountId, At = now }));
        db.Notices.Add(new Notice { AccountId = accountId, Kind = kind, SubjectId = accountId, At = now });
    }
}
