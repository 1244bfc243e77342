using System.Security.Claims;
using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Persistence;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Logs in by a passkey alone. It is two factors in one: the device, and what its owner shows it.</summary>
/// <param name="Credential">What the browser made of it, as JSON.</param>
/// <exception cref="CaseRuleException"><c>passkey-refused</c>, <c>accounts-not-local</c>.</exception>
public sealed record LogInWithPasskeyCommand([property: AtMost(Passkeys.MaxJson)] string? Credential, LogInOrigin Origin) : IRequest<ClaimsPrincipal>;

internal sealed class LogInWithPasskeyValidator : AbstractValidator<LogInWithPasskeyCommand>
{
    public LogInWithPasskeyValidator() => RuleFor(c => c.Credential).NotEmpty().WithErrorCode("passkey-none");
}

internal sealed class LogInWithPasskeyHandler(RegulatiefDbContext db, LogInAttempts attempts, SecondFactors factors, Passkeys passkeys, LogInWays ways) : IRequestHandler<LogInWithPasskeyCommand, ClaimsPrincipal>
{
    public async Task<ClaimsPrincipal> Handle(LogInWithPasskeyCommand command, CancellationToken cancellationToken)
    {
        var signed = await passkeys.SignedAsync(command.Credential!);
        return (await attempts.MakeAsync(nameof(LogInWithPasskeyCommand), command.Origin, token => JudgeAsync(signed, token), cancellationToken))!;
    }

    private async Task<Judged> JudgeAsync(SignedByPasskey? signed, CancellationToken cancellationToken)
    {
        if (!ways.Local) return new Judged(ProofOutcome.NotLocal, signed?.Owner);
        // Who logs in at the organisation has passkeys here for the second step alone: else who is shown the door there would come in here.
        if (signed?.Owner is { } whose && await db.IsFederatedAsync(whose.Id, cancellationToken)) return new Judged(ProofOutcome.PasskeyRefused, whose);
        return await factors.TakePasskeyAsync(signed, null, cancellationToken) is { } owner
            ? new Judged(ProofOutcome.Succeeded, owner)
            : new Judged(ProofOutcome.PasskeyRefused, signed?.Owner);
    }
}
