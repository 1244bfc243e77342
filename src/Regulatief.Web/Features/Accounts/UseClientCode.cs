using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;

namespace Regulatief.Web.Features.Accounts;

/// <summary>A client chooses the password of their account, with the code that the officer of their case gave them. Works once; all sessions of the account end.</summary>
/// <exception cref="CaseRuleException"><c>client-code-wrong</c>: for an unknown name, another code, and one that was used, has ended or was tried too often alike; <c>accounts-not-local</c>.</exception>
public sealed record UseClientCodeCommand(string? UserName, string? Code, string? Password, LogInOrigin Origin) : IRequest<Unit>;

internal sealed class UseClientCodeValidator : AbstractValidator<UseClientCodeCommand>
{
    public UseClientCodeValidator(NewPassword chosen)
    {
        ClassLevelCascadeMode = CascadeMode.Stop;
        RuleFor(c => c).Custom((command, context) =>
        {
            // All three at once: who types on a telephone is not told of one after the other.
            foreach (var (field, value, most) in new[] { (nameof(command.UserName), command.UserName, 256), (nameof(command.Code), command.Code, 60) })
                if (string.IsNullOrWhiteSpace(value)) context.AddFailure(new FluentValidation.Results.ValidationFailure(field, "") { ErrorCode = "NotEmptyValidator" });
                else if (value.Length > most) context.AddFailure(new FluentValidation.Results.ValidationFailure(field, "") { ErrorCode = "client-code-wrong" });
        });
        RuleFor(c => c.Password).MustBeAPassword();
        RuleFor(c => c).Custom((command, _) => chosen.Choose(command.Password!));
    }
}

// No ICommand: nobody is logged in, so there is no actor to audit it under but the account itself.
internal sealed class UseClientCodeHandler(
    RegulatiefDbContext db, WriteGate gate, IPasswordHasher<Account> hasher, ILookupNormalizer normalizer, NobodysPassword nobodys, NewPassword chosen, LogInWays ways, TimeProvider time)
    : IRequestHandler<UseClientCodeCommand, Unit>
{
    public async Task<Unit> Handle(UseClientCodeCommand command, CancellationToken cancellationToken)
    {
        if (!ways.Local) throw new CaseRuleException(LogInWays.Refusal);
        var name = normalizer.NormalizeName(command.UserName);
        var now = time.GetUtcNow();
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.NormalizedUserName == name && a.IsActive && a.Roles.Any(r => r.Role == AccountRole.Client), cancellationToken);
        var code = account is null ? null : await db.ClientCodes.Usable(account.Id, now).AsNoTracking().SingleOrDefaultAsync(cancellationToken);

        // Slow by intention, so before the gate. And for a name that nobody has as well.
        var isRight = hasher.VerifyHashedPassword(account!, code?.CodeHash ?? nobodys.Hash, ClientCode.Bare(command.Code!)) != PasswordVerificationResult.Failed;
        var outcome = await db.Database.CreateExecutionStrategy().ExecuteAsync(token => UseAsync(account, code, isRight, command.Origin, token), cancellationToken);
        outcome.RefuseUnlessRight();
        return Unit.Value;
    }

    private async Task<ProofOutcome> UseAsync(Account? account, ClientCode? code, bool isRight, LogInOrigin origin, CancellationToken cancellationToken)
    {
        using var passage = await gate.EnterAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.ChangeTracker.Clear();
        var now = time.GetUtcNow();
        // Each try is counted, and only here is it certain that it was not one too many: several may be sent at once.
        var isTaken = code is not null && await db.ClientCodes.Usable(code.AccountId, now).Where(c => c.Id == code.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Tries, c => c.Tries + 1), cancellationToken) > 0;
        var outcome = isTaken && isRight ? ProofOutcome.Succeeded : ProofOutcome.ClientCodeWrong;
        if (outcome == ProofOutcome.Succeeded)
        {
            await db.ClientCodes.Where(c => c.Id == code!.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, now), cancellationToken);
            chosen.GiveTo(await db.Accounts.SingleAsync(a => a.Id == account!.Id, cancellationToken));
            await db.Sessions.EndAsync(account!.Id, null, now, cancellationToken);
        }

        db.AuditEntries.Add(new AuditEntry
        {
            At = now, ActorId = account?.Id ?? Guid.Empty, ActorRole = account?.FirstRole, Address = origin.Address, Kind = AuditKind.SignIn, Action = nameof(UseClientCodeCommand),
            SubjectType = nameof(Account), SubjectId = account?.Id, Detail = outcome.ToString(),
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return outcome;
    }
}
