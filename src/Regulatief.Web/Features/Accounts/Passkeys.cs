using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>What a browser needs to make a new passkey for the own account, as JSON.</summary>
public sealed record NewPasskeyOptionsQuery : IPlainQuery<string>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>();
}

/// <summary>What a browser needs to sign with a passkey, as JSON.</summary>
/// <param name="AccountId">Whose passkeys will do; null when it is not known yet who logs in.</param>
public sealed record PasskeyOptionsQuery(Guid? AccountId) : IRequest<string>;

internal sealed class NewPasskeyOptionsHandler(RegulatiefDbContext db, SignInManager<Account> signIn, Actor actor) : IRequestHandler<NewPasskeyOptionsQuery, string>
{
    public async Task<string> Handle(NewPasskeyOptionsQuery query, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == actor.AccountId, cancellationToken);
        return await signIn.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity { Id = account.Id.ToString(), Name = account.UserName!, DisplayName = account.DisplayName });
    }
}

internal sealed class PasskeyOptionsHandler(RegulatiefDbContext db, SignInManager<Account> signIn) : IRequestHandler<PasskeyOptionsQuery, string>
{
    public async Task<string> Handle(PasskeyOptionsQuery query, CancellationToken cancellationToken) => await signIn.MakePasskeyRequestOptionsAsync(
        query.AccountId is { } id ? await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) : null);
}

/// <summary>Reads what a passkey made or signed. Identity keeps what it was asked for in a cookie of its own, for one answer.</summary>
internal sealed class Passkeys(SignInManager<Account> signIn)
{
    /// <summary>Characters of what a browser sends of one; more than any makes that is not asked to vouch for itself.</summary>
    public const int MaxJson = 20_000;

    /// <returns>Null when it is refused: it signed something else, for another site, for nobody of ours, or without its owner being verified.</returns>
    public async Task<SignedByPasskey?> SignedAsync(string credential)
    {
        if (!await IsAskedAsync() || await signIn.PerformPasskeyAssertionAsync(credential) is not { Succeeded: true } signed) return null;
        using var json = JsonDocument.Parse(credential);
        var asked = Base64Url.DecodeFromChars(json.RootElement.GetProperty("response").GetProperty("clientDataJSON").GetString());
        return new SignedByPasskey(signed.User, signed.Passkey, Convert.ToHexStringLower(SHA256.HashData(asked)));
    }

    /// <returns>Null when it is refused, or is of another account.</returns>
    public async Task<UserPasskeyInfo?> MadeAsync(string credential, Guid accountId) =>
        await IsAskedAsync() && await signIn.PerformPasskeyAttestationAsync(credential) is { Succeeded: true } made && made.UserEntity.Id == accountId.ToString() ? made.Passkey : null;

    private async Task<bool> IsAskedAsync() => (await signIn.Context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Succeeded;
}

/// <param name="Asked">The hash of what it was asked to sign, which is never asked again.</param>
internal sealed record SignedByPasskey(Account Owner, UserPasskeyInfo Passkey, string Asked);
