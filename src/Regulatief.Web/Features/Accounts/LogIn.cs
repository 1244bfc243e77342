using System.Security.Claims;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Accounts;

/// <summary>
/// Proves who someone is by the password, for the cookie of the pages and the token of the API alike, and begins a session. Who has a second factor shows it
/// at once, as a program does, or is asked for it after this.
/// </summary>
/// <param name="Code">Of the authenticator, or a recovery code; null when there is none yet.</param>
/// <param name="Role">In which a program is to act; null for the only one. People choose on the pages.</param>
/// <exception cref="CaseRuleException">
/// <c>log-in-failed</c> for an unknown name, a wrong password and an account that was closed alike; <c>log-in-locked</c> while wrong passwords make the account wait;
/// <c>accounts-not-local</c> where they are switched off; <c>log-in-role</c> when a program names a role that the account does not have, or none of more;
/// <c>log-in-code-asked</c> when it sends no code; <c>factor-code-wrong</c>, <c>factor-code-used</c>, <c>factor-code-wait</c>.
/// </exception>
/// <exception cref="StepUpException">A program of who must have a second factor and has none.</exception>
public sealed record LogInCommand(string? UserName, string? Password, LogInOrigin Origin, string? Code = null, AccountRole? Role = null) : IRequest<LogInResult>;

/// <param name="Principal">Of the session; or of a <see cref="HalfLogIn"/> when the second factor is still to come.</param>
public sealed record LogInResult(ClaimsPrincipal Principal, bool IsComplete);

/// <summary>From where somebody logs in.</summary>
/// <param name="Device">As it names itself.</param>
/// <param name="Address">Null when it is not known.</param>
/// <param name="KnownBy">The security stamp of the account that logged in on this device before; null for none. Who has it is not kept out by somebody else's guesses.</param>
public sealed record LogInOrigin(SessionKind Kind, string Device, string? Address, string? KnownBy);

internal sealed class LogInValidator : AbstractValidator<LogInCommand>
{
    public LogInValidator()
    {
        RuleFor(c => c.UserName).NotEmpty().MaximumLength(256);
        RuleFor(c => c.Password).NotEmpty().MaximumLength(256);
        RuleFor(c => c.Code).MaximumLength(60);
    }
}

internal sealed class LogInHandler(
    RegulatiefDbContext db, LogInAttempts attempts, SecondFactors factors, FactorRules rules, IPasswordHasher<Account> hasher, ILookupNormalizer normalizer,
    NobodysPassword nobodys, LogInWays ways, TimeProvider time) : IRequestHandler<LogInCommand, LogInResult>
{
    public async Task<LogInResult> Handle(LogInCommand command, CancellationToken cancellationToken)
    {
        if (!ways.Local) await attempts.MakeAsync(nameof(LogInCommand), command.Origin, _ => Task.FromResult(new Judged(ProofOutcome.NotLocal, null)), cancellationToken);

        var name = normalizer.NormalizeName(command.UserName);
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.NormalizedUserName == name && a.IsActive && a.PasswordHash != null, cancellationToken);

        // Slow by intention, so before the gate: behind it all who write would wait for a password of somebody else. And for a name that nobody has as well.
        var check = hasher.VerifyHashedPassword(account!, account?.PasswordHash ?? nobodys.Hash, command.Password!);
        var newHash = check == PasswordVerificationResult.SuccessRehashNeeded ? hasher.HashPassword(account!, command.Password!) : account?.PasswordHash;

        var isRight = account is not null && check != PasswordVerificationResult.Failed;
        var principal = await attempts.MakeAsync(
            nameof(LogInCommand), command.Origin,
            async token => new Judged(account is null ? ProofOutcome.UnknownName : await JudgeAsync(account, isRight, newHash!, command, token), account) { Role = command.Role }, cancellationToken);
        return principal is null ? new LogInResult(HalfLogIn.Of(account!, LogInMeans.Own), false) : new LogInResult(principal, true);
    }

    private async Task<ProofOutcome> JudgeAsync(Account account, bool isRight, string newHash, LogInCommand command, CancellationToken cancellationToken)
    {
        var isKnownDevice = command.Origin.KnownBy is { } stamp && stamp == account.SecurityStamp;
        var outcome = await CountedAsync(account, isRight, newHash, isKnownDevice, cancellationToken);
        if (outcome != ProofOutcome.Succeeded) return outcome;
        // Before a code is taken: who corrects it need not wait for the next one.
        if (command.Origin.Kind == SessionKind.Token && !(command.Role is { } role ? account.Has(role) : account.Roles.Count == 1)) return ProofOutcome.RoleUnknown;

        if (await db.Accounts.AnyAsync(a => a.Id == account.Id && a.TwoFactorEnabled, cancellationToken))
            return command.Code is { Length: > 0 } code ? await factors.TakeCodeAsync(account.Id, code, cancellationToken) : ProofOutcome.RequiresTwoFactor;
        // A person is led to set one up; a program could only be refused everything else.
        return command.Origin.Kind == SessionKind.Token && rules.MustHaveOne(account) ? ProofOutcome.FactorMissing : ProofOutcome.Succeeded;
    }

    /// <summary>Counts the attempt. Only here is it certain that nobody locked or closed the account meanwhile, or changed the password: many may guess at once.</summary>
    private async Task<ProofOutcome> CountedAsync(Account account, bool isRight, string newHash, bool isKnownDevice, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var open = db.Accounts.Where(a =>
            a.Id == account.Id && a.IsActive && a.PasswordHash == account.PasswordHash && (isKnownDevice || a.LockoutEnd == null || a.LockoutEnd <= now));
        if (isRight)
        {
            var taken = await open.ExecuteUpdateAsync(
                set => set.SetProperty(a => a.AccessFailedCount, 0).SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null).SetProperty(a => a.PasswordHash, newHash), cancellationToken);
            return taken > 0 ? ProofOutcome.Succeeded : ProofOutcome.Lockedout;
        }

        if (await open.ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount + 1), cancellationToken) == 0) return ProofOutcome.Lockedout;
        var failed = await db.Accounts.Where(a => a.Id == account.Id).Select(a => a.AccessFailedCount).SingleAsync(cancellationToken);
        if (LogInDelay.After(failed) is var wait && wait > TimeSpan.Zero)
            await db.Accounts.Where(a => a.Id == account.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.LockoutEnd, (DateTimeOffset?)(now + wait)), cancellationToken);
        return ProofOutcome.Failed;
    }
}

/// <summary>How long an account takes no password, or no code, after wrong ones: longer each time, and never for ever, so that nobody keeps somebody else out.</summary>
internal static class LogInDelay
{
    private const int Free = 5;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <param name="failed">Wrong ones since the last right one.</param>
    public static TimeSpan After(int failed)
    {
        if (failed < Free) return TimeSpan.Zero;
        var doubled = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(failed - Free, 20)));
        return doubled < Longest ? doubled : Longest;
    }
}

/// <summary>What a password is compared with for a name that nobody has, so that the answer takes as long.</summary>
internal sealed class NobodysPassword(IServiceScopeFactory scopes)
{
    private readonly Lazy<string> _hash = new(() =>
    {
        using var scope = scopes.CreateScope();
        return scope.ServiceProvider.GetRequiredService<IPasswordHasher<Account>>().HashPassword(null!, Guid.NewGuid().ToString());
    });

    public string Hash => _hash.Value;
}
