using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Changes the own password, and ends all other sessions.</summary>
/// <exception cref="ValidationException">The present password is another (<c>password-wrong</c>), or the new one is too short or guessed first.</exception>
public sealed record ChangePasswordCommand : ICommand<Guid>
{
    // Neither is part of what is kept to know the request again.
    [JsonIgnore]
    public string? CurrentPassword { get; init; }

    [JsonIgnore]
    public string? Password { get; init; }

    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>();
}

internal sealed class ChangePasswordValidator : AbstractValidator<ChangePasswordCommand>
{
    public ChangePasswordValidator(RegulatiefDbContext db, CurrentActor current, IPasswordHasher<Account> hasher, NewPassword chosen)
    {
        ClassLevelCascadeMode = CascadeMode.Stop;
        RuleFor(c => c.Password).MustBeAPassword();
        RuleFor(c => c.CurrentPassword).NotEmpty().MaximumLength(PasswordRules.MaxLength);
        RuleFor(c => c.CurrentPassword).MustAsync(async (password, cancellationToken) =>
        {
            var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == current.Value.AccountId, cancellationToken);
            return account.PasswordHash is not null && hasher.VerifyHashedPassword(account, account.PasswordHash, password!) != PasswordVerificationResult.Failed;
        }).WithErrorCode("password-wrong");
        RuleFor(c => c).Custom((command, _) => chosen.Choose(command.Password!));
    }
}

internal sealed class ChangePasswordHandler(RegulatiefDbContext db, CurrentActor current, NewPassword chosen, AuditTrail trail, TimeProvider time)
    : IRequestHandler<ChangePasswordCommand, Guid>
{
    public async Task<Guid> Handle(ChangePasswordCommand command, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == current.Value.AccountId, cancellationToken);
        trail.About(AuditSubject.Of<Account>(account.Id));
        chosen.GiveTo(account);
        await db.Sessions.EndAsync(account.Id, current.SessionId, time.GetUtcNow(), cancellationToken);
        return account.Id;
    }
}
