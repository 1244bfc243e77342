using System.Buffers.Text;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using QRCoder;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Accounts;

/// <summary>The own second factors, and what an authenticator needs to become one.</summary>
/// <param name="Key">The key of a form that comes back, so that what was scanned stays good; null for a new one.</param>
public sealed record SecondFactorPageQuery(string? Key) : IPlainQuery<SecondFactorPage>, IStepsUp
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>();
}

/// <param name="MustHaveOne">Whether the role asks for one.</param>
/// <param name="CodesLeft">Recovery codes that were not used.</param>
public sealed record SecondFactorPage(bool MustHaveOne, bool HasFactor, bool HasAuthenticator, int CodesLeft, IReadOnlyList<PasskeyItem> Passkeys, AuthenticatorSetUp SetUp)
{
    public SetUpAuthenticatorCommand Form { get; init; } = new();

    public AddPasskeyCommand Passkey { get; init; } = new();

    /// <summary>Where one wanted to go before one was led here; null for nowhere.</summary>
    public string? ReturnUrl { get; init; }
}

/// <param name="Id">As it stands in its address.</param>
/// <param name="LastUsedAt">Null until it is used for the first time.</param>
public sealed record PasskeyItem(string Id, string Name, DateTimeOffset MadeAt, DateTimeOffset? LastUsedAt);

/// <param name="Written">The key as the form carries it.</param>
/// <param name="Typed">The key in groups of four, for who cannot scan.</param>
public sealed record AuthenticatorSetUp(string Written, string Typed, QrCode Picture);

/// <summary>A QR code as the outline of an SVG.</summary>
/// <param name="Size">Of its sides, in modules.</param>
public sealed record QrCode(int Size, string Path)
{
    public static QrCode Of(string text)
    {
        using var data = new QRCodeGenerator().CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = data.ModuleMatrix;
        var dark = rows.SelectMany((row, y) => Enumerable.Range(0, row.Count).Where(x => row[x]).Select(x => $"M{x} {y}h1v1h-1z"));
        return new QrCode(rows.Count, string.Concat(dark));
    }
}

internal sealed class SecondFactorPageHandler(RegulatiefDbContext db, UserManager<Account> accounts, NewAuthenticatorKey keys, FactorRules rules, Actor actor)
    : IRequestHandler<SecondFactorPageQuery, SecondFactorPage>
{
    private const string Issuer = "Regulatief";

    public async Task<SecondFactorPage> Handle(SecondFactorPageQuery query, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == actor.AccountId, cancellationToken);
        var passkeys = await db.Passkeys.Where(p => p.UserId == account.Id).AsNoTracking().ToListAsync(cancellationToken);
        return new SecondFactorPage(
            rules.MustHaveOne(account), account.TwoFactorEnabled, await accounts.GetAuthenticatorKeyAsync(account) is not null, await accounts.CountRecoveryCodesAsync(account),
            [.. passkeys.OrderBy(p => p.Data.CreatedAt).Select(p => new PasskeyItem(Base64Url.EncodeToString(p.CredentialId), p.Data.Name ?? "", p.Data.CreatedAt, p.LastUsedAt))],
            SetUpOf(account, keys.Read(query.Key, account.Id) ?? accounts.GenerateNewAuthenticatorKey()));
    }

    private AuthenticatorSetUp SetUpOf(Account account, string key)
    {
        var url = $"otpauth://totp/{Issuer}:{Uri.EscapeDataString(account.UserName!)}?secret={key}&issuer={Issuer}&digits=6";
        return new AuthenticatorSetUp(keys.Write(account.Id, key), string.Join(' ', key.Chunk(4).Select(group => new string(group))), QrCode.Of(url));
    }
}
