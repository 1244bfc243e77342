using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Accounts;

/// <summary>What can show who sits there: a code, a passkey, or of who has no second factor the password.</summary>
public sealed record ConfirmPageQuery : IPlainQuery<ConfirmKinds>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>();
}

/// <param name="IsAtFederation">Whether proving it anew at the organisation will do.</param>
public sealed record ConfirmKinds(string UserName, bool HasFactor, bool HasAuthenticator, bool HasPasskeys, bool IsAtFederation);

/// <summary>Shows that the owner of the account sits there, by one of these. For ten minutes what asks for it goes on without asking again.</summary>
/// <remarks>A try that failed is counted, and told in the audit log, so it is an answer and no refusal.</remarks>
/// <exception cref="StepUpException">It comes under a personal token.</exception>
public sealed record ConfirmFactorCommand : ICommand<ProofOutcome>
{
    [JsonIgnore]
    public string? Code { get; init; }

    [JsonIgnore]
    public string? Password { get; init; }

    /// <summary>What the browser made of a passkey, as JSON.</summary>
    [JsonIgnore, AtMost(Passkeys.MaxJson)]
    public string? Credential { get; init; }

    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>();
}

internal sealed class ConfirmFactorValidator : AbstractValidator<ConfirmFactorCommand>
{
    public ConfirmFactorValidator(CheckedPassword checkedPassword)
    {
        RuleFor(c => c.Code).MaximumLength(60).NotEmpty().When(c => c.Password is null && c.Credential is null);
        RuleFor(c => c.Password).MaximumLength(PasswordRules.MaxLength).NotEmpty().When(c => c.Password is not null);
        RuleFor(c => c.Password).CustomAsync((password, _, cancellationToken) => checkedPassword.CheckAsync(password!, cancellationToken))
            .When(c => c.Password is { Length: > 0 and <= PasswordRules.MaxLength });
    }
}

internal sealed class ConfirmPageHandler(RegulatiefDbContext db, UserManager<Account> accounts, CurrentActor current) : IRequestHandler<ConfirmPageQuery, ConfirmKinds>
{
    public async Task<ConfirmKinds> Handle(ConfirmPageQuery query, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == current.Value.AccountId, cancellationToken);
        var by = await db.Sessions.Where(s => s.Id == current.SessionId).Select(s => s.By).SingleOrDefaultAsync(cancellationToken);
        return new ConfirmKinds(
            account.UserName!, account.TwoFactorEnabled, await accounts.GetAuthenticatorKeyAsync(account) is not null,
            await db.Passkeys.AnyAsync(p => p.UserId == account.Id, cancellationToken),
            by == LogInMeans.FederationFactor || (by == LogInMeans.Federation && !account.TwoFactorEnabled));
    }
}

internal sealed class ConfirmFactorHandler(SecondFactors factors, Passkeys passkeys, CheckedPassword password, CurrentActor current, AuditTrail trail)
    : IRequestHandler<ConfirmFactorCommand, ProofOutcome>
{
    public async Task<ProofOutcome> Handle(ConfirmFactorCommand command, CancellationToken cancellationToken)
    {
        if (current.SessionId is null) throw new StepUpException(StepUpException.NotWithToken);
        var id = current.Value.AccountId;
        var outcome = command switch
        {
            { Credential: { } credential } => await factors.TakePasskeyAsync(await passkeys.SignedAsync(credential), id, cancellationToken) is null
                ? ProofOutcome.PasskeyRefused
                : ProofOutcome.Succeeded,
            { Code: { Length: > 0 } code } => await factors.TakeCodeAsync(id, code, cancellationToken),
            _ => await factors.TakePasswordAsync(id, password.IsRight, cancellationToken),
        };
        if (outcome == ProofOutcome.Succeeded) await factors.ProveAsync(cancellationToken);
        trail.About(AuditSubject.Of<Account>(id), outcome.ToString());
        return outcome;
    }
}
