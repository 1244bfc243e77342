using System.Security.Claims;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
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

internal sealed class LogInHandler(
    RegulatiefDbContext db, WriteGate gate, SignInManager<Account> signIn, IPasswordHasher<Account> hasher, ILookupNormalizer normalizer,
    IOptions<IdentityOptions> identity, TimeProvider time) : IRequestHandler<LogInCommand, ClaimsPrincipal>
{
    public async Task<ClaimsPrincipal> Handle(LogInCommand command, CancellationToken cancellationToken)
    {
        var name = normalizer.NormalizeName(command.UserName);
        if (await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.NormalizedUserName == name && a.IsActive, cancellationToken) is not { PasswordHash: not null } account)
            throw new CaseRuleException("log-in-failed");

        // Slow by intention, so before the gate: behind it all who write would wait for a password of somebody else.
        var check = account.LockoutEnd > time.GetUtcNow() ? PasswordVerificationResult.Failed : hasher.VerifyHashedPassword(account, account.PasswordHash, command.Password!);
        var newHash = check == PasswordVerificationResult.SuccessRehashNeeded ? hasher.HashPassword(account, command.Password!) : account.PasswordHash;

        var result = await db.Database.CreateExecutionStrategy().ExecuteAsync(
            token => RecordAsync(account, check != PasswordVerificationResult.Failed, newHash, token), cancellationToken);
        if (result.IsLockedOut) throw new CaseRuleException("log-in-locked");
        return result.Succeeded ? await signIn.CreateUserPrincipalAsync(account) : throw new CaseRuleException("log-in-failed");
    }

    /// <summary>Counts the attempt. Only here is it certain that nobody locked or closed the account meanwhile, or changed the password: many may guess at once.</summary>
    private async Task<SignInResult> RecordAsync(Account account, bool isRight, string newHash, CancellationToken cancellationToken)
    {
        using var passage = await gate.EnterAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.ChangeTracker.Clear();
        var result = await CountedAsync(account, isRight, newHash, cancellationToken) ? isRight ? SignInResult.Success : SignInResult.Failed : SignInResult.LockedOut;
        db.AuditEntries.Add(new AuditEntry
        {
            At = time.GetUtcNow(),
            ActorId = account.Id,
            ActorRole = account.Role,
            Kind = AuditKind.SignIn,
            Action = nameof(LogInCommand),
            SubjectType = nameof(Account),
            SubjectId = account.Id,
            Detail = result.ToString(),
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <returns>False when the account takes no attempt now.</returns>
    private async Task<bool> CountedAsync(Account account, bool isRight, string newHash, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var open = db.Accounts.Where(a => a.Id == account.Id && a.IsActive && a.PasswordHash == account.PasswordHash && (a.LockoutEnd == null || a.LockoutEnd <= now));
        if (isRight)
            return await open.ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, 0).SetProperty(a => a.PasswordHash, newHash), cancellationToken) > 0;

        var (most, until) = (identity.Value.Lockout.MaxFailedAccessAttempts, (DateTimeOffset?)(now + identity.Value.Lockout.DefaultLockoutTimeSpan));
        return await open.ExecuteUpdateAsync(
            set => set
                .SetProperty(a => a.LockoutEnd, a => a.AccessFailedCount + 1 >= most ? until : null)
                .SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount + 1 >= most ? 0 : a.AccessFailedCount + 1),
            cancellationToken) > 0;
    }
}
