using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Changes the own password, and ends all other sessions.</summary>
/// <exception cref="ValidationException">The present password is another (<c>password-wrong</c>), or the new one is too short or guessed first.</exception>
/// <exception cref="CaseRuleException"><c>accounts-not-local</c>.</exception>
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
    public ChangePasswordValidator(CheckedPassword present, NewPassword chosen)
    {
        ClassLevelCascadeMode = CascadeMode.Stop;
        RuleFor(c => c.Password).MustBeAPassword();
        RuleFor(c => c.CurrentPassword).NotEmpty().MaximumLength(PasswordRules.MaxLength);
        RuleFor(c => c.CurrentPassword).MustAsync((password, cancellationToken) => present.CheckAsync(password!, cancellationToken)).WithErrorCode("password-wrong");
        RuleFor(c => c).Custom((command, _) => chosen.Choose(command.Password!));
    }
}

internal sealed class ChangePasswordHandler(RegulatiefDbContext db, CurrentActor current, NewPassword chosen, LogInWays ways, AuditTrail trail, TimeProvider time)
    : IRequestHandler<ChangePasswordCommand, Guid>
{
    public async Task<Guid> Handle(ChangePasswordCommand command, CancellationToken cancellationToken)
    {
        if (!ways.Local) throw new CaseRuleException(LogInWays.Refusal);
        var account = await db.Accounts.SingleAsync(a => a.Id == current.Value.AccountId, cancellationToken);
        trail.About(AuditSubject.Of<Account>(account.Id));
        chosen.GiveTo(account);
        await db.Sessions.EndAsync(account.Id, current.SessionId, time.GetUtcNow(), cancellationToken);
        return account.Id;
    }
}
