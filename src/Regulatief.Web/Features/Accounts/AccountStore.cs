using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Identity's store, which keeps the key of an authenticator encrypted, and of recovery codes the hashes alone.</summary>
internal sealed class AccountStore(RegulatiefDbContext db, IDataProtectionProvider protection)
    : UserOnlyStore<Account, RegulatiefDbContext, Guid, IdentityUserClaim<Guid>, IdentityUserLogin<Guid>, IdentityUserToken<Guid>, AccountPasskey>(db)
{
    // Where Identity's own store keeps them.
    private const string Provider = "[AspNetUserStore]";
    private const string KeyName = "AuthenticatorKey";
    private const string CodesName = "RecoveryCodes";
    private const char Separator = ';';

    private readonly IDataProtector _protector = protection.CreateProtector("Regulatief.AuthenticatorKey");

    public override Task SetAuthenticatorKeyAsync(Account user, string key, CancellationToken cancellationToken) =>
        base.SetAuthenticatorKeyAsync(user, _protector.Protect(key), cancellationToken);

    public override async Task<string?> GetAuthenticatorKeyAsync(Account user, CancellationToken cancellationToken)
    {
        if (await base.GetAuthenticatorKeyAsync(user, cancellationToken) is not { } kept) return null;
        try
        {
            return _protector.Unprotect(kept);
        }
        catch (CryptographicException)
        {
            // The folder of keys was lost: as an app that was lost. Passkeys and recovery codes go on.
            return null;
        }
    }

    public override Task ReplaceCodesAsync(Account user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        SetTokenAsync(user, Provider, CodesName, string.Join(Separator, recoveryCodes.Select(HashOf)), cancellationToken);

    public override async Task<int> CountCodesAsync(Account user, CancellationToken cancellationToken) => (await HashesAsync(user, cancellationToken)).Count;

    public override async Task<bool> RedeemCodeAsync(Account user, string code, CancellationToken cancellationToken)
    {
        var hashes = await HashesAsync(user, cancellationToken);
        if (!hashes.Remove(HashOf(code))) return false;
        await SetTokenAsync(user, Provider, CodesName, string.Join(Separator, hashes), cancellationToken);
        return true;
    }

    public Task RemoveAuthenticatorKeyAsync(Account user, CancellationToken cancellationToken) => RemoveTokenAsync(user, Provider, KeyName, cancellationToken);

    public Task RemoveCodesAsync(Account user, CancellationToken cancellationToken) => RemoveTokenAsync(user, Provider, CodesName, cancellationToken);

    private async Task<List<string>> HashesAsync(Account user, CancellationToken cancellationToken) =>
        [.. (await GetTokenAsync(user, Provider, CodesName, cancellationToken) ?? "").Split(Separator, StringSplitOptions.RemoveEmptyEntries)];

    // Fast is safe: a code holds as much chance as a key.
    private static string HashOf(string code) => HashedSecret.HashOf(RecoveryCodes.Bare(code));
}

/// <summary>Identity's manager, whose recovery codes are long enough that a hash of one cannot be tried out (OWASP ASVS 5.0, 6.5.2: 112 bits).</summary>
internal sealed class AccountManager(
    IUserStore<Account> store, IOptions<IdentityOptions> options, IPasswordHasher<Account> hasher, IEnumerable<IUserValidator<Account>> userValidators,
    IEnumerable<IPasswordValidator<Account>> passwordValidators, ILookupNormalizer normalizer, IdentityErrorDescriber errors, IServiceProvider services,
    ILogger<UserManager<Account>> logger)
    : UserManager<Account>(store, options, hasher, userValidators, passwordValidators, normalizer, errors, services, logger)
{
    protected override string CreateTwoFactorRecoveryCode() => RecoveryCodes.Make();
}

internal static class RecoveryCodes
{
    public const int Many = 10;

    // No vowels and nothing that looks like something else.
    private const string Signs = "23456789BCDFGHJKMNPQRTVWXY";

    private const int Length = 24;

    private const int Group = 6;

    public static string Make() => string.Join('-', RandomNumberGenerator.GetString(Signs, Length).Chunk(Group).Select(part => new string(part)));

    /// <summary>As it was made, however it was typed.</summary>
    public static string Bare(string typed) => string.Concat(typed.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
}
