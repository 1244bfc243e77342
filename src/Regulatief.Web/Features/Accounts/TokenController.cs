using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>What a program logs in with.</summary>
public sealed record Credentials(string? UserName, string? Password);

public sealed class TokenController(KnownDevice device) : ApiController
{
    /// <summary>User name and password of a local account; the answer holds a bearer token for an hour.</summary>
    [HttpPost("auth/token"), AllowAnonymous, ChangesNothing, EnableRateLimiting(Limits.LogIn)]
    public async Task<IActionResult> Issue(Credentials credentials) =>
        SignIn(await SendAsync(new LogInCommand(credentials.UserName, credentials.Password, device.OriginOf(HttpContext, SessionKind.Token))), BearerScheme);

    /// <summary>Ends the token that this call carries.</summary>
    [HttpDelete("auth/token"), Authorize(Policies.LoggedIn), ChangesNothing]
    public async Task<IActionResult> End()
    {
        await SendAsync(new LogOutCommand());
        return NoContent();
    }
}
