using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>What a program logs in with.</summary>
/// <param name="TwoFactorCode">Of the authenticator, or a recovery code, of who has a second factor.</param>
/// <param name="Role">In which it acts, of who has more than one. The token keeps it.</param>
public sealed record Credentials(string? UserName, string? Password, string? TwoFactorCode = null, AccountRole? Role = null);

/// <summary>What shows that the owner sits there.</summary>
/// <param name="TwoFactorCode">Of the authenticator, or a recovery code.</param>
/// <param name="Password">Of who has no second factor.</param>
public sealed record Confirmation(string? TwoFactorCode, string? Password);

public sealed class TokenController(KnownDevice device) : ApiController
{
    /// <summary>User name and password of a local account, and the code of its second factor; the answer holds a bearer token for an hour.</summary>
    [HttpPost("auth/token"), AllowAnonymous, ChangesNothing, EnableRateLimiting(Limits.LogIn)]
    public async Task<IActionResult> Issue(Credentials credentials)
    {
        var (userName, password, code, role) = credentials;
        return SignIn((await SendAsync(new LogInCommand(userName, password, device.OriginOf(HttpContext, SessionKind.Token), code, role))).Principal, BearerScheme);
    }

    /// <summary>Shows that the owner sits there: for ten minutes the token does what answered <c>factor-asked</c>.</summary>
    [HttpPost("auth/factor"), Authorize(Policies.LoggedIn), ChangesNothing, EnableRateLimiting(Limits.LogIn)]
    public async Task<IActionResult> Confirm(Confirmation confirmation)
    {
        (await SendAsync(new ConfirmFactorCommand { Code = confirmation.TwoFactorCode, Password = confirmation.Password })).RefuseUnlessRight();
        return NoContent();
    }

    /// <summary>Ends the token that this call carries.</summary>
    [HttpDelete("auth/token"), Authorize(Policies.LoggedIn), ChangesNothing]
    public async Task<IActionResult> End()
    {
        await SendAsync(new LogOutCommand());
        return NoContent();
    }
}
