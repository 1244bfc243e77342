using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Accounts;

/// <summary>What a password must be: long, and neither leaked nor one that is guessed first. No kinds of signs are asked for, and none is refused (OWASP ASVS 5.0, 6.2).</summary>
internal static class PasswordRules
{
    public const int MinLength = 15;

    public const int MaxLength = 256;

    // The library tries every part: what stands further on makes no password weaker.
    private const int Judged = 80;

    // Of 0 to 4: below it, guessing takes less than a hundred million tries by its lists of leaked passwords, names and patterns.
    private const int Strong = 3;

    public static IRuleBuilderOptions<T, string?> MustBeAPassword<T>(this IRuleBuilder<T, string?> rule) => rule
        .NotEmpty().MinimumLength(MinLength).MaximumLength(MaxLength)
        .Must(password => password is not { Length: >= MinLength and <= MaxLength } || IsHardToGuess(password)).WithErrorCode("password-guessed-first");

    private static bool IsHardToGuess(string password) => !LeakedPasswords.Contain(password) &&
        new Zxcvbn.Zxcvbn().EvaluatePassword(password.Length > Judged ? password[..Judged] : password, ["regulatief", "reclassering"]).Score >= Strong;
}

/// <summary>The password that this request sets, hashed before its transaction: hashing is slow by intention, and behind the gate all who write would wait for it.</summary>
internal sealed class NewPassword(IPasswordHasher<Account> hasher)
{
    private string? _hash;

    public void Choose(string password) => _hash = hasher.HashPassword(null!, password);

    /// <summary>Gives the account this password. What was known of the old one is worth nothing any more: the devices that knew it, and the tries that it was guessed at.</summary>
    public void GiveTo(Account account)
    {
        account.PasswordHash = _hash ?? throw new InvalidOperationException($"No password for account {account.Id} was hashed before the transaction.");
        account.SecurityStamp = Guid.NewGuid().ToString();
        (account.AccessFailedCount, account.LockoutEnd) = (0, null);
    }
}

/// <summary>Whether the password that this request brings is right: found before its transaction, since hashing is slow by intention.</summary>
internal sealed class CheckedPassword(RegulatiefDbContext db, CurrentActor current, IPasswordHasher<Account> hasher)
{
    public bool IsRight { get; private set; }

    /// <returns><see cref="IsRight"/>.</returns>
    public async Task<bool> CheckAsync(string password, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == current.Value.AccountId, cancellationToken);
        return IsRight = account.PasswordHash is not null && hasher.VerifyHashedPassword(account, account.PasswordHash, password) != PasswordVerificationResult.Failed;
    }
}
