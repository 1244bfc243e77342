using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Idempotency;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Accounts;

/// <summary>The clock that an authenticator's is compared with: the product's, and not the demo's, since nobody's telephone is moved along.</summary>
internal sealed record AuthenticatorClock(TimeProvider Time);

/// <summary>Takes codes, passkeys and passwords as proof, each once, and gives and takes away second factors. Within the transaction of whoever asks.</summary>
internal sealed class SecondFactors(
    RegulatiefDbContext db, UserManager<Account> accounts, IUserStore<Account> store, CurrentActor current, FactorRules rules, AuthenticatorClock clock, TimeProvider time)
{
    private const int CodeLength = 6;

    // Half a minute before and after: a clock that is a little off, and a code that was typed slowly.
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    // Ten minutes: what a clock is off by that nobody set.
    private static readonly VerificationWindow ClockIsOff = new(previous: 20, future: 20);

    private readonly AccountStore _store = (AccountStore)store;

    /// <summary>Takes a code of the authenticator or a recovery code. After wrong ones it takes none for a while, longer each time.</summary>
    public async Task<ProofOutcome> TakeCodeAsync(Guid accountId, string code, CancellationToken cancellationToken)
    {
        if (await LockAsync(accountId, cancellationToken) is not { } account) return ProofOutcome.CodesWait;
        return Counted(account, await JudgeAsync(account, RecoveryCodes.Bare(code), cancellationToken));
    }

    /// <summary>Takes the password of who has nothing better, where it is asked again.</summary>
    /// <param name="isRight">As it was found before the transaction: hashing is slow by intention.</param>
    public async Task<ProofOutcome> TakePasswordAsync(Guid accountId, bool isRight, CancellationToken cancellationToken)
    {
        if (await LockAsync(accountId, cancellationToken) is not { } account) return ProofOutcome.CodesWait;
        return Counted(account, isRight && !account.TwoFactorEnabled ? ProofOutcome.Succeeded : ProofOutcome.Failed);
    }

    /// <summary>Takes what a passkey signed, once.</summary>
    /// <param name="accountId">Whose it must be; null for whoever it is of.</param>
    /// <returns>Whose it is; null when it is refused.</returns>
    public async Task<Account?> TakePasskeyAsync(SignedByPasskey? signed, Guid? accountId, CancellationToken cancellationToken)
    {
        if (signed is not { Owner: { } owner, Passkey: { } used } || (accountId is { } whose && owner.Id != whose)) return null;

        var now = time.GetUtcNow();
        var kept = await db.Passkeys.SingleOrDefaultAsync(p => p.UserId == owner.Id && p.CredentialId == used.CredentialId, cancellationToken);
        if (kept is null || !await db.Accounts.AnyAsync(a => a.Id == owner.Id && a.IsActive, cancellationToken)) return null;
        // Who caught it on its way, and the cookie with it, cannot send it a second time.
        if (!await db.InsertUnlessThereAsync(IdempotencyRecord.For(owner.Id, $"passkey:{signed.Asked}", new PasskeyUse(), now), cancellationToken)) return null;

        (kept.Data.SignCount, kept.Data.IsBackedUp, kept.LastUsedAt) = (used.SignCount, used.IsBackedUp, now);
        return owner;
    }

    /// <summary>Which half minute a code is of, by a key that is yet to be kept.</summary>
    /// <exception cref="CaseRuleException"><c>factor-code-wrong</c>, or <c>factor-clock-off</c> when it is right and too old or too new.</exception>
    public long StepOf(string key, string code)
    {
        var bare = RecoveryCodes.Bare(code);
        return Matching(key, bare, Window) ?? throw new CaseRuleException(Matching(key, bare, ClockIsOff) is null ? "factor-code-wrong" : "factor-clock-off");
    }

    /// <summary>Keeps the authenticator of an account in place of the one that it had.</summary>
    /// <returns>Recovery codes, with the first second factor; null when the account had one.</returns>
    public async Task<IReadOnlyList<string>?> AddAuthenticatorAsync(Guid accountId, string key, long step, CancellationToken cancellationToken)
    {
        var account = await GetLockedAsync(accountId, cancellationToken);
        await _store.SetAuthenticatorKeyAsync(account, key, cancellationToken);
        account.LastCodeStep = step;
        return await AddedAsync(account, cancellationToken);
    }

    /// <returns>As above.</returns>
    public async Task<IReadOnlyList<string>?> AddPasskeyAsync(Guid accountId, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        var account = await GetLockedAsync(accountId, cancellationToken);
        await _store.AddOrUpdatePasskeyAsync(account, passkey, cancellationToken);
        return await AddedAsync(account, cancellationToken);
    }

    /// <summary>New recovery codes; those before them are worth nothing any more.</summary>
    /// <exception cref="CaseRuleException"><c>factor-none</c>: there is nothing that they would stand in for.</exception>
    public async Task<IReadOnlyList<string>> RenewCodesAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var account = await GetLockedAsync(accountId, cancellationToken);
        return account.TwoFactorEnabled ? await NewCodesAsync(account) : throw new CaseRuleException("factor-none");
    }

    /// <exception cref="NotFoundException">There is none.</exception>
    /// <exception cref="CaseRuleException"><c>factor-last</c>: the role must have one.</exception>
    public async Task RemoveAuthenticatorAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var account = await GetLockedAsync(accountId, cancellationToken);
        if (await _store.GetAuthenticatorKeyAsync(account, cancellationToken) is null) throw new NotFoundException("Authenticator", accountId);
        await _store.RemoveAuthenticatorKeyAsync(account, cancellationToken);
        await RemovedAsync(account, await db.Passkeys.AnyAsync(p => p.UserId == accountId, cancellationToken), cancellationToken);
    }

    /// <exception cref="NotFoundException">No such passkey of this account.</exception>
    /// <exception cref="CaseRuleException"><c>factor-last</c>: the role must have one.</exception>
    public async Task RemovePasskeyAsync(Guid accountId, byte[] credentialId, CancellationToken cancellationToken)
    {
        var account = await GetLockedAsync(accountId, cancellationToken);
        var passkeys = await db.Passkeys.Where(p => p.UserId == accountId).ToListAsync(cancellationToken);
        var removed = passkeys.Find(p => p.CredentialId.AsSpan().SequenceEqual(credentialId)) ?? throw new NotFoundException(nameof(AccountPasskey), accountId);
        db.Passkeys.Remove(removed);
        await RemovedAsync(account, passkeys.Count > 1 || await _store.GetAuthenticatorKeyAsync(account, cancellationToken) is not null, cancellationToken);
    }

    /// <summary>Takes away all that somebody lost. Their sessions end: whoever found it may be in one.</summary>
    /// <exception cref="CaseRuleException"><c>factor-none</c>.</exception>
    public async Task TakeAwayAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var account = await GetLockedAsync(accountId, cancellationToken);
        if (!account.TwoFactorEnabled) throw new CaseRuleException("factor-none");
        db.Passkeys.RemoveRange(await db.Passkeys.Where(p => p.UserId == accountId).ToListAsync(cancellationToken));
        await _store.RemoveAuthenticatorKeyAsync(account, cancellationToken);
        await ForgetAsync(account, cancellationToken);
        await db.Sessions.EndAsync(accountId, null, time.GetUtcNow(), cancellationToken);
    }

    public async Task ProveAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await db.Sessions.Where(s => s.Id == current.SessionId).ExecuteUpdateAsync(set => set.SetProperty(s => s.FactorAt, now), cancellationToken);
    }

    private async Task<ProofOutcome> JudgeAsync(Account account, string code, CancellationToken cancellationToken)
    {
        if (code.Length != CodeLength)
            return (await accounts.RedeemTwoFactorRecoveryCodeAsync(account, code)).Succeeded ? ProofOutcome.Succeeded : ProofOutcome.CodeWrong;

        if (await _store.GetAuthenticatorKeyAsync(account, cancellationToken) is not { } key || Matching(key, code, Window) is not { } step) return ProofOutcome.CodeWrong;
        if (step <= account.LastCodeStep) return ProofOutcome.CodeUsed;
        account.LastCodeStep = step;
        // Encrypted anew, by the key of today: one of before can go with its certificate.
        await _store.SetAuthenticatorKeyAsync(account, key, cancellationToken);
        return ProofOutcome.Succeeded;
    }

    private long? Matching(string key, string code, VerificationWindow window) =>
        new Totp(Base32Encoding.ToBytes(key)).VerifyTotp(clock.Time.GetUtcNow().UtcDateTime, code, out var step, window) ? step : null;

    private ProofOutcome Counted(Account account, ProofOutcome outcome)
    {
        account.WrongCodeCount = outcome == ProofOutcome.Succeeded ? 0 : account.WrongCodeCount + 1;
        account.CodesWaitUntil = LogInDelay.After(account.WrongCodeCount) is var wait && wait > TimeSpan.Zero ? time.GetUtcNow() + wait : null;
        return outcome;
    }

    /// <summary>The account as it is once all others who change it are done.</summary>
    /// <returns>Null when it was closed, or takes no codes for now.</returns>
    private async Task<Account?> LockAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // The first statement, so that of two who send the same code the second is judged by what the first left.
        return await ChangedAsync(db.Accounts.Where(a => a.Id == accountId && a.IsActive && (a.CodesWaitUntil == null || a.CodesWaitUntil <= now)), cancellationToken)
            ? await db.Accounts.SingleAsync(a => a.Id == accountId, cancellationToken)
            : null;
    }

    private async Task<Account> GetLockedAsync(Guid accountId, CancellationToken cancellationToken) =>
        await ChangedAsync(db.Accounts.Where(a => a.Id == accountId && a.IsActive), cancellationToken)
            ? await db.Accounts.SingleAsync(a => a.Id == accountId, cancellationToken)
            : throw new NotFoundException(nameof(Account), accountId);

    private static async Task<bool> ChangedAsync(IQueryable<Account> account, CancellationToken cancellationToken)
    {
        var stamp = Guid.NewGuid().ToString();
        return await account.ExecuteUpdateAsync(set => set.SetProperty(a => a.ConcurrencyStamp, stamp), cancellationToken) > 0;
    }

    private async Task<IReadOnlyList<string>?> AddedAsync(Account account, CancellationToken cancellationToken)
    {
        await ProveAsync(cancellationToken);
        if (account.TwoFactorEnabled) return null;

        account.TwoFactorEnabled = true;
        // Nobody goes on in another who had the password alone.
        await db.Sessions.EndAsync(account.Id, current.SessionId, time.GetUtcNow(), cancellationToken);
        return await NewCodesAsync(account);
    }

    private async Task<IReadOnlyList<string>> NewCodesAsync(Account account) =>
        [.. await accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes.Many)
            ?? throw new InvalidOperationException($"Account {account.Id} was changed under its lock.")];

    private async Task RemovedAsync(Account account, bool isOneLeft, CancellationToken cancellationToken)
    {
        if (isOneLeft) return;
        if (rules.MustHaveOne(account)) throw new CaseRuleException("factor-last");
        await ForgetAsync(account, cancellationToken);
    }

    private async Task ForgetAsync(Account account, CancellationToken cancellationToken)
    {
        await _store.RemoveCodesAsync(account, cancellationToken);
        (account.TwoFactorEnabled, account.LastCodeStep, account.WrongCodeCount, account.CodesWaitUntil) = (false, null, 0, null);
    }
}

/// <summary>That a passkey was used: how its row among the keys of requests is called.</summary>
internal sealed record PasskeyUse;

/// <summary>The key of an authenticator on its way through the page that sets it up: kept nowhere until a code shows that the device has it.</summary>
internal sealed class NewAuthenticatorKey(IDataProtectionProvider protection)
{
    private static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(30);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Regulatief.NewAuthenticatorKey").ToTimeLimitedDataProtector();

    public string Write(Guid accountId, string key) => _protector.Protect($"{accountId} {key}", ValidFor);

    /// <returns>Null when it is too old, not ours or of another account.</returns>
    public string? Read(string? written, Guid accountId)
    {
        if (string.IsNullOrEmpty(written)) return null;
        try
        {
            return _protector.Unprotect(written).Split(' ') is [var whose, var key] && whose == accountId.ToString() ? key : null;
        }
        catch (CryptographicException)
        {
            // Too old, or not ours.
            return null;
        }
    }
}
