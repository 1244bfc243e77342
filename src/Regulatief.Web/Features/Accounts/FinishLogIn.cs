using System.Security.Claims;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;

namespace Regulatief.Web.Features.Accounts;

/// <summary>The second step of a log-in by password: a code or a passkey of the same account.</summary>
/// <param name="Code">Of the authenticator, or a recovery code.</param>
/// <param name="Credential">What the browser made of a passkey, as JSON; null when it is a code.</param>
/// <exception cref="CaseRuleException"><c>factor-code-wrong</c>, <c>factor-code-used</c>, <c>factor-code-wait</c>, <c>passkey-refused</c>; <c>log-in-failed</c> when the account changed meanwhile.</exception>
public sealed record FinishLogInCommand(HalfLogIn Half, string? Code, [property: AtMost(Passkeys.MaxJson)] string? Credential, LogInOrigin Origin) : IRequest<ClaimsPrincipal>;

/// <summary>What one who is half logged in can choose from.</summary>
public sealed record SecondStepQuery(HalfLogIn Half) : IRequest<FactorKinds>;

public sealed record FactorKinds(bool HasAuthenticator, bool HasPasskeys);

internal sealed class FinishLogInValidator : AbstractValidator<FinishLogInCommand>
{
    public FinishLogInValidator() => RuleFor(c => c.Code).NotEmpty().MaximumLength(60).When(c => c.Credential is null);
}

internal sealed class FinishLogInHandler(RegulatiefDbContext db, LogInAttempts attempts, SecondFactors factors, Passkeys passkeys) : IRequestHandler<FinishLogInCommand, ClaimsPrincipal>
{
    public async Task<ClaimsPrincipal> Handle(FinishLogInCommand command, CancellationToken cancellationToken)
    {
        var signed = command.Credential is { } credential ? await passkeys.SignedAsync(credential) : null;
        return (await attempts.MakeAsync(nameof(FinishLogInCommand), command.Origin, token => JudgeAsync(command, signed, token), cancellationToken))!;
    }

    private async Task<Judged> JudgeAsync(FinishLogInCommand command, SignedByPasskey? signed, CancellationToken cancellationToken)
    {
        var (id, stamp, by) = command.Half;
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && a.IsActive && a.TwoFactorEnabled && a.SecurityStamp == stamp, cancellationToken);
        if (account is null) return new Judged(ProofOutcome.Failed, null);
        if (command.Credential is null) return new Judged(await factors.TakeCodeAsync(id, command.Code!, cancellationToken), account, by);
        return new Judged(await factors.TakePasskeyAsync(signed, id, cancellationToken) is null ? ProofOutcome.PasskeyRefused : ProofOutcome.Succeeded, account, by);
    }
}

internal sealed class SecondStepHandler(RegulatiefDbContext db, UserManager<Account> accounts) : IRequestHandler<SecondStepQuery, FactorKinds>
{
    public async Task<FactorKinds> Handle(SecondStepQuery query, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == query.Half.AccountId, cancellationToken);
        return new FactorKinds(
            account is not null && await accounts.GetAuthenticatorKeyAsync(account) is not null,
            await db.Passkeys.AnyAsync(p => p.UserId == query.Half.AccountId, cancellationToken));
    }
}
