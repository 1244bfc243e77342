using System.Security.Claims;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Proves who someone is, for the cookie of the pages and the token of the API alike.</summary>
/// <exception cref="CaseRuleException"><c>log-in-failed</c> for an unknown name, a wrong password and an account that was closed alike; <c>log-in-locked</c>.</exception>
public sealed record LogInCommand(string? UserName, string? Password) : IRequest<ClaimsPrincipal>;

internal sealed class LogInValidator : AbstractValidator<LogInCommand>
{
    public LogInValidator()
    {
        RuleFor(c => c.UserName).NotEmpty().MaximumLength(256);
        RuleFor(c => c.Password).NotEmpty().MaximumLength(256);
    }
}

internal sealed class LogInHandler(SignInManager<Account> signIn, RegulatiefDbContext db, WriteGate gate, TimeProvider time) : IRequestHandler<LogInCommand, ClaimsPrincipal>
{
    public async Task<ClaimsPrincipal> Handle(LogInCommand command, CancellationToken cancellationToken)
    {
        using var passage = await gate.EnterAsync(cancellationToken);
        if (await signIn.UserManager.FindByNameAsync(command.UserName!) is not { IsActive: true } account) throw new CaseRuleException("log-in-failed");

        var check = await signIn.CheckPasswordSignInAsync(account, command.Password!, lockoutOnFailure: true);
        db.AuditEntries.Add(new AuditEntry
        {
            At = time.GetUtcNow(),
            ActorId = account.Id,
            ActorRole = account.Role,
            Kind = AuditKind.SignIn,
            Action = nameof(LogInCommand),
            SubjectType = nameof(Account),
            SubjectId = account.Id,
            Detail = check.ToString(),
        });
        await db.SaveChangesAsync(cancellationToken);

        if (check.IsLockedOut) throw new CaseRuleException("log-in-locked");
        return check.Succeeded ? await signIn.CreateUserPrincipalAsync(account) : throw new CaseRuleException("log-in-failed");
    }
}
