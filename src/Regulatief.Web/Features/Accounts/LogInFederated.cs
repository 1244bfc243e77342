using System.Text.RegularExpressions;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Idempotency;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting.Options;
using Regulatief.Web.Hosting.StartUp;

namespace Regulatief.Web.Features.Accounts;

/// <summary>
/// Logs in who comes from the organisation's own log-in, with the roles that it gives and in the one of last time. An account is found by the subject alone; the first time an invitation ties the two,
/// since a name or an address of mail can be given to somebody else, and there be changed by its owner.
/// </summary>
/// <param name="Person">Null when what came was not from there, or was no answer to what we asked.</param>
/// <exception cref="CaseRuleException">
/// <c>federation-failed</c>, <c>federation-unknown</c>, <c>federation-invitation-ended</c>, <c>federation-linked</c>; <c>federation-no-role</c>; <c>federation-role-tied</c>: a role is
/// given no more, and the work of it was not handed over.
/// </exception>
public sealed record LogInFederatedCommand(FederatedPerson? Person, LogInOrigin Origin) : IRequest<LogInResult>;

internal sealed class LogInFederatedHandler(LogInAttempts attempts, FederatedAccounts accounts, FirstAdministrator first) : IRequestHandler<LogInFederatedCommand, LogInResult>
{
    public async Task<LogInResult> Handle(LogInFederatedCommand command, CancellationToken cancellationToken)
    {
        var judged = new Judged(ProofOutcome.FederationFailed, null);
        var principal = await attempts.MakeAsync(
            nameof(LogInFederatedCommand), command.Origin,
            async token => judged = command.Person is { } person ? await accounts.JudgeAsync(person, token) : judged, cancellationToken);
        if (first.IsAwaited && judged.Account!.Has(AccountRole.Administrator)) first.Spend();
        return principal is null ? new LogInResult(HalfLogIn.Of(judged.Account!, judged.By), false) : new LogInResult(principal, true);
    }
}

/// <summary>The accounts of those who log in at the organisation: what ties them, and the roles that it gives and takes away. Within the transaction of whoever asks.</summary>
internal sealed partial class FederatedAccounts(
    RegulatiefDbContext db, ILookupNormalizer normalizer, IOptions<FederationOptions> options, AccountTies ties, AccountNews news, TimeProvider time)
{
    private const int MaxName = 200;

    public async Task<Judged> JudgeAsync(FederatedPerson person, CancellationToken cancellationToken)
    {
        if (!await IsFirstUseAsync(person, cancellationToken)) return new Judged(ProofOutcome.FederationFailed, null);
        var linked = await LinkedAsync(person, cancellationToken);
        if (person.Invitation is { } code) return await FollowAsync(person, code, linked, cancellationToken);
        var account = linked ?? await MakeFirstAdministratorAsync(person, cancellationToken);
        return account is not { IsActive: true } ? new Judged(ProofOutcome.FederationUnknown, account) : await AdmitAsync(account, person, cancellationToken);
    }

    /// <summary>What came once is taken once: who caught the cookie on its way cannot send it a second time.</summary>
    public Task<bool> IsFirstUseAsync(FederatedPerson person, CancellationToken cancellationToken) =>
        db.InsertUnlessThereAsync(IdempotencyRecord.For(Guid.Empty, $"federated:{person.Ticket}", new FederatedUse(), time.GetUtcNow()), cancellationToken);

    public async Task<Account?> LinkedAsync(FederatedPerson person, CancellationToken cancellationToken) => await db.Set<IdentityUserLogin<Guid>>()
        .Where(l => l.LoginProvider == options.Value.Authority && l.ProviderKey == person.SubjectHash)
        .Join(db.Accounts, l => l.UserId, a => a.Id, (l, a) => a).SingleOrDefaultAsync(cancellationToken);

    private async Task<Judged> FollowAsync(FederatedPerson person, string code, Account? linked, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await db.FindInvitedAsync(code, now, cancellationToken) is not var (invitation, account)) return new Judged(ProofOutcome.FederationInvitationEnded, linked);
        if (linked is not null && linked.Id != account.Id) return new Judged(ProofOutcome.FederationLinked, linked);
        if (RolesOf(account, person).Count == 0) return new Judged(ProofOutcome.FederationNoRole, account);
        if (await db.Invitations.Where(i => i.Id == invitation.Id && i.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(i => i.UsedAt, now), cancellationToken) == 0)
            return new Judged(ProofOutcome.FederationInvitationEnded, account);

        await LinkAsync(account, person, cancellationToken);
        return await AdmitAsync(account, person, cancellationToken);
    }

    /// <summary>From now on there, and with no password or passkey here: else who is shown the door there would come in here.</summary>
    private async Task LinkAsync(Account account, FederatedPerson person, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await db.Set<IdentityUserLogin<Guid>>().Where(l => l.UserId == account.Id).ExecuteDeleteAsync(cancellationToken);
        db.Add(new IdentityUserLogin<Guid> { LoginProvider = options.Value.Authority, ProviderKey = person.SubjectHash, UserId = account.Id });
        (account.PasswordHash, account.SecurityStamp, account.AccessFailedCount, account.LockoutEnd) = (null, Guid.NewGuid().ToString(), 0, null);
        await db.Sessions.EndAsync(account.Id, null, now, cancellationToken);
        Tell(account, "Linked");
    }

    private async Task<Judged> AdmitAsync(Account account, FederatedPerson person, CancellationToken cancellationToken)
    {
        if (await HoldToRolesAsync(account, person, cancellationToken) is { } refusal) return new Judged(refusal, account);
        if (person.HasFactor) return new Judged(ProofOutcome.Succeeded, account, LogInMeans.FederationFactor);
        return new Judged(account.TwoFactorEnabled ? ProofOutcome.RequiresTwoFactor : ProofOutcome.Succeeded, account, LogInMeans.Federation);
    }

    /// <summary>Gives and takes roles, until the account has those that the organisation gives.</summary>
    /// <returns>Null when the account may be used.</returns>
    private async Task<ProofOutcome?> HoldToRolesAsync(Account account, FederatedPerson person, CancellationToken cancellationToken)
    {
        var (held, given) = (account.Roles.ConvertAll(r => r.Role), RolesOf(account, person));
        var (more, less) = (given.Except(held).ToList(), held.Except(given).ToList());
        if (more.Count == 0 && less.Count == 0) return null;

        var now = time.GetUtcNow();
        if (given.Count == 0)
        {
            await EndAllAsync(account.Id, now, cancellationToken);
            return ProofOutcome.FederationNoRole;
        }

        foreach (var role in less)
        {
            if (await ties.FindAsync(account.Id, role, cancellationToken) is null) continue;
            // No cases without their officer: who may have no session here cannot do anything with them either.
            await EndAllAsync(account.Id, now, cancellationToken);
            return ProofOutcome.FederationRoleTied;
        }

        account.ConcurrencyStamp = Guid.NewGuid().ToString();
        account.Roles.AddRange(more.Select(role => new HeldRole { Role = role }));
        foreach (var role in less) await db.TakeRoleAsync(account, role, now, cancellationToken);
        Tell(account, string.Join(' ', more.Select(role => $"+{role}").Concat(less.Select(role => $"-{role}"))));
        await news.TellAsync(NoticeKind.RoleChanged, account.Id, cancellationToken);
        return null;
    }

    private async Task EndAllAsync(Guid accountId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.Sessions.EndAsync(accountId, null, now, cancellationToken);
        await db.ApiTokens.RevokeAsync(accountId, now, cancellationToken);
    }

    /// <summary>The roles that the account has from now on: of a client or volunteer theirs or none, of who works here those of them that are given.</summary>
    private static IReadOnlyList<AccountRole> RolesOf(Account account, FederatedPerson person) =>
        [.. person.Roles.Intersect(RoleRules.Alone.Contains(account.FirstRole) ? [account.FirstRole] : RoleRules.Given)];

    /// <summary>Where nobody can invite yet, the organisation says who is the first that can.</summary>
    private async Task<Account?> MakeFirstAdministratorAsync(FederatedPerson person, CancellationToken cancellationToken)
    {
        if (!person.Roles.Contains(AccountRole.Administrator) || await db.Accounts.AnyAsync(a => a.Roles.Any(r => r.Role == AccountRole.Administrator), cancellationToken)) return null;

        var id = Guid.CreateVersion7();
        var wanted = person.UserName is { } name && UserName().IsMatch(name) ? name : $"beheerder-{id:N}";
        var normalized = normalizer.NormalizeName(wanted);
        if (await db.Accounts.AnyAsync(a => a.NormalizedUserName == normalized, cancellationToken)) normalized = normalizer.NormalizeName(wanted = $"beheerder-{id:N}");
        var shown = person.Name is { Length: > 0 and <= MaxName } full ? full : wanted;
        var account = new Account
        {
            Id = id, UserName = wanted, NormalizedUserName = normalized, DisplayName = shown, Roles = [.. person.Roles.Intersect(RoleRules.Given).Select(role => new HeldRole { Role = role })],
            LockoutEnabled = true, SecurityStamp = Guid.NewGuid().ToString(),
        };
        db.Accounts.Add(account);
        await LinkAsync(account, person, cancellationToken);
        return account;
    }

    private void Tell(Account account, string detail) => db.AuditEntries.Add(new AuditEntry
    {
        At = time.GetUtcNow(), ActorId = account.Id, ActorRole = account.FirstRole, Kind = AuditKind.Change, Action = nameof(LogInFederatedCommand), SubjectType = nameof(Account), SubjectId = account.Id,
        Detail = detail,
    });

    [GeneratedRegex("^[A-Za-z0-9._@-]{1,256}$", RegexOptions.NonBacktracking)]
    private static partial Regex UserName();
}

/// <summary>That somebody came from the organisation's log-in: how its row among the keys of requests is called.</summary>
internal sealed record FederatedUse;
