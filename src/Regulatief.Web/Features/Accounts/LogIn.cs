using System.Security.Claims;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Proves who someone is, for the cookie of the pages and the token of the API alike, and begins a session.</summary>
/// <exception cref="CaseRuleException">
/// <c>log-in-failed</c> for an unknown name, a wrong password and an account that was closed alike; <c>log-in-locked</c> while wrong passwords make the account wait.
/// </exception>
public sealed record LogInCommand(string? UserName, string? Password, LogInOrigin Origin) : IRequest<ClaimsPrincipal>;

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
    }
}

internal sealed class LogInHandler(
    RegulatiefDbContext db, WriteGate gate, SignInManager<Account> signIn, IPasswordHasher<Account> hasher, ILookupNormalizer normalizer, NobodysPassword nobodys,
    TimeProvider time) : IRequestHandler<LogInCommand, ClaimsPrincipal>
{
    public async Task<ClaimsPrincipal> Handle(LogInCommand command, CancellationToken cancellationToken)
    {
        var name = normalizer.NormalizeName(command.UserName);
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.NormalizedUserName == name && a.IsActive && a.PasswordHash != null, cancellationToken);
        var isKnownDevice = command.Origin.KnownBy is { } stamp && stamp == account?.SecurityStamp;

        // Slow by intention, so before the gate: behind it all who write would wait for a password of somebody else. And for a name that nobody has as well.
        var check = hasher.VerifyHashedPassword(account!, account?.PasswordHash ?? nobodys.Hash, command.Password!);
        var newHash = check == PasswordVerificationResult.SuccessRehashNeeded ? hasher.HashPassword(account!, command.Password!) : account?.PasswordHash;

        var begun = await db.Database.CreateExecutionStrategy().ExecuteAsync(
            token => RecordAsync(account, account is not null && check != PasswordVerificationResult.Failed, newHash, isKnownDevice, command.Origin, token), cancellationToken);
        var principal = await signIn.CreateUserPrincipalAsync(begun.Account);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(ActorMiddleware.SessionClaim, begun.Session.Id.ToString()));
        return principal;
    }

    /// <summary>Counts the attempt and begins the session. Only here is it certain that nobody locked or closed the account meanwhile, or changed the password: many may guess at once.</summary>
    private async Task<(Account Account, Session Session)> RecordAsync(
        Account? account, bool isRight, string? newHash, bool isKnownDevice, LogInOrigin origin, CancellationToken cancellationToken)
    {
        using var passage = await gate.EnterAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.ChangeTracker.Clear();
        var result = account is null ? SignInResult.Failed : await CountedAsync(account, isRight, newHash!, isKnownDevice, cancellationToken);
        Session? session = null;
        if (result.Succeeded) db.Sessions.Add(session = SessionOf(account!.Id, origin));
        db.AuditEntries.Add(new AuditEntry
        {
            At = time.GetUtcNow(),
            ActorId = account?.Id ?? Guid.Empty,
            ActorRole = account?.Role,
            Kind = AuditKind.SignIn,
            Action = nameof(LogInCommand),
            SubjectType = nameof(Account),
            SubjectId = account?.Id,
            Detail = account is null ? "UnknownName" : result.ToString(),
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (session is null) throw result.IsLockedOut ? new CaseRuleException("log-in-locked") : new CaseRuleException("log-in-failed");
        return (account!, session);
    }

    private Session SessionOf(Guid accountId, LogInOrigin origin)
    {
        var now = time.GetUtcNow();
        return new Session
        {
            AccountId = accountId,
            Kind = origin.Kind,
            Device = origin.Device.Length > Session.MaxDevice ? origin.Device[..Session.MaxDevice] : origin.Device,
            Address = origin.Address,
            StartedAt = now,
            LastSeenAt = now,
            EndsAt = now + (origin.Kind == SessionKind.Token ? Session.LongestOfToken : Session.LongestOfPages),
        };
    }

    private async Task<SignInResult> CountedAsync(Account account, bool isRight, string newHash, bool isKnownDevice, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var open = db.Accounts.Where(a =>
            a.Id == account.Id && a.IsActive && a.PasswordHash == account.PasswordHash && (isKnownDevice || a.LockoutEnd == null || a.LockoutEnd <= now));
        if (isRight)
        {
            var taken = await open.ExecuteUpdateAsync(
                set => set.SetProperty(a => a.AccessFailedCount, 0).SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null).SetProperty(a => a.PasswordHash, newHash), cancellationToken);
            return taken > 0 ? SignInResult.Success : SignInResult.LockedOut;
        }

        if (await open.ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount + 1), cancellationToken) == 0) return SignInResult.LockedOut;
        var failed = await db.Accounts.Where(a => a.Id == account.Id).Select(a => a.AccessFailedCount).SingleAsync(cancellationToken);
        if (LogInDelay.After(failed) is var wait && wait > TimeSpan.Zero)
            await db.Accounts.Where(a => a.Id == account.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.LockoutEnd, (DateTimeOffset?)(now + wait)), cancellationToken);
        return SignInResult.Failed;
    }
}

/// <summary>How long an account takes no password after wrong ones: longer each time, and never for ever, so that nobody keeps somebody else out.</summary>
internal static class LogInDelay
{
    private const int Free = 5;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <param name="failed">Wrong passwords since the last right one.</param>
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
