using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Features.Demo;

namespace Regulatief.Web.Hosting.Demo;

/// <summary>One click per demo account; only in Development.</summary>
public sealed class DemoLogInController(IHostEnvironment environment, KnownDevice device) : PageController
{
    [HttpPost("/inloggen/demo"), AllowAnonymous]
    public async Task<IActionResult> LogInDemo(string? userName)
    {
        if (!environment.IsDevelopment()) return NotFound();
        return await SendAsync(
            new LogInCommand(userName, DemoAccounts.Password, device.OriginOf(HttpContext, SessionKind.Pages)),
            principal => SignIn(principal, new AuthenticationProperties { RedirectUri = "/" }, IdentityConstants.ApplicationScheme),
            () => Task.FromResult<IActionResult>(LocalRedirect("/inloggen")));
    }
}
