using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Remembers on a device which account logged in there, so that wrong guesses elsewhere do not make its owner wait. It opens nothing by itself.</summary>
public sealed class KnownDevice(IDataProtectionProvider protection, IOptions<IdentityOptions> identity, IHostEnvironment environment)
{
    private static readonly TimeSpan RememberFor = TimeSpan.FromDays(180);

    private readonly string _cookie = Cookies.NameOf("regulatief-device", environment);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Regulatief.KnownDevice").ToTimeLimitedDataProtector();

    public LogInOrigin OriginOf(HttpContext context, SessionKind kind) =>
        new(kind, context.Request.Headers.UserAgent.ToString(), ActorMiddleware.AddressOf(context), StampIn(context));

    /// <summary>The stamp changes with the password: a device that knew the old one is unknown again.</summary>
    public void Remember(HttpContext context, ClaimsPrincipal principal) => context.Response.Cookies.Append(
        _cookie,
        _protector.Protect(principal.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType)!, RememberFor),
        new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = RememberFor, IsEssential = true });

    private string? StampIn(HttpContext context)
    {
        if (context.Request.Cookies[_cookie] is not { } written) return null;
        try
        {
            return _protector.Unprotect(written);
        }
        catch (CryptographicException)
        {
            // Too old, of other keys, or not ours: an unknown device.
            return null;
        }
    }
}
