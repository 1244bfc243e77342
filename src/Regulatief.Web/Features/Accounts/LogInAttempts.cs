using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Carries out a try to log in: what it changes, its row of the audit log and the session that it begins become true together.</summary>
internal sealed class LogInAttempts(RegulatiefDbContext db, WriteGate gate, SignInManager<Account> signIn, CurrentActor current, TimeProvider time)
{
    /// <summary>What the principal carries of who chose a language in their profile.</summary>
    public const string LanguageClaim = "locale";

    /// <param name="judge">Decides within the transaction, and may be asked again when it failed.</param>
    /// <returns>Null when a second factor is still to come.</returns>
    /// <exception cref="CaseRuleException">It is refused.</exception>
    public async Task<ClaimsPrincipal?> MakeAsync(string action, LogInOrigin origin, Func<CancellationToken, Task<Judged>> judge, CancellationToken cancellationToken)
    {
        var (judged, session) = await db.Database.CreateExecutionStrategy().ExecuteAsync(token => RecordAsync(action, origin, judge, token), cancellationToken);
        if (judged.Outcome == ProofOutcome.RequiresTwoFactor && origin.Kind == SessionKind.Pages) return null;
        judged.Outcome.RefuseUnlessRight();

        var principal = await signIn.CreateUserPrincipalAsync(judged.Account!);
        var identity = (ClaimsIdentity)principal.Identity!;
        identity.AddClaim(new Claim(ActorMiddleware.SessionClaim, session!.Id.ToString()));
        if (judged.Account!.Language is { } language) identity.AddClaim(new Claim(LanguageClaim, language));
        return principal;
    }

    private async Task<(Judged Judged, Session? Session)> RecordAsync(
        string action, LogInOrigin origin, Func<CancellationToken, Task<Judged>> judge, CancellationToken cancellationToken)
    {
        using var passage = await gate.EnterAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.ChangeTracker.Clear();
        var judged = await judge(cancellationToken);
        Session? session = null;
        if (judged.Outcome == ProofOutcome.Succeeded)
        {
            db.Sessions.Add(session = SessionOf(judged, judged.Role ?? await RoleToBeginInAsync(judged.Account!, cancellationToken), origin));
            // The browser forgets the cookie of the one before it: nobody else shall go on with that.
            if (origin.Kind == SessionKind.Pages && current.SessionId is { } before) await db.Sessions.EndOneAsync(before, time.GetUtcNow(), cancellationToken);
        }

        db.AuditEntries.Add(new AuditEntry
        {
            At = time.GetUtcNow(),
            ActorId = judged.Account?.Id ?? Guid.Empty,
            ActorRole = session?.Role ?? judged.Account?.FirstRole,
            Address = origin.Address,
            Kind = AuditKind.SignIn,
            Action = action,
            SubjectType = nameof(Account),
            SubjectId = judged.Account?.Id,
            Detail = judged.Outcome.ToString(),
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (judged, session);
    }

    /// <summary>The one that they acted in last, as long as they have it.</summary>
    private async Task<AccountRole> RoleToBeginInAsync(Account account, CancellationToken cancellationToken)
    {
        if (account.Roles.Count == 1) return account.FirstRole;
        var held = account.Roles.ConvertAll(r => r.Role);
        return await db.Sessions.Where(s => s.AccountId == account.Id && s.Kind == SessionKind.Pages && held.Contains(s.Role)).OrderByDescending(s => s.StartedAt)
            .Select(s => (AccountRole?)s.Role).FirstOrDefaultAsync(cancellationToken) ?? account.FirstRole;
    }

    private Session SessionOf(Judged judged, AccountRole role, LogInOrigin origin)
    {
        var now = time.GetUtcNow();
        return new Session
        {
            AccountId = judged.Account!.Id,
            By = judged.By,
            Kind = origin.Kind,
            Role = role,
            Device = origin.Device.Length > Session.MaxDevice ? origin.Device[..Session.MaxDevice] : origin.Device,
            Address = origin.Address,
            StartedAt = now,
            LastSeenAt = now,
            FactorAt = now,
            EndsAt = now + (origin.Kind == SessionKind.Token ? Session.LongestOfToken : Session.LongestOfPages),
        };
    }
}

/// <param name="Account">Null when nobody is known by what was sent.</param>
/// <param name="By">By what, when it succeeded or a second factor is still to come.</param>
internal sealed record Judged(ProofOutcome Outcome, Account? Account, LogInMeans By = LogInMeans.Own)
{
    /// <summary>In which it is to be; null for the one of last time.</summary>
    public AccountRole? Role { get; init; }
}
