using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Features.Demo;

namespace Regulatief.Web.Hosting.Demo;

/// <summary>One click per demo account; only in Development. An account that was given a second factor is asked for it here too.</summary>
public sealed class DemoLogInController(IHostEnvironment environment, KnownDevice device) : PageController
{
    [HttpPost("/inloggen/demo"), AllowAnonymous]
    public async Task<IActionResult> LogInDemo(string? userName)
    {
        if (!environment.IsDevelopment()) return NotFound();
        return await SendAsync(
            new LogInCommand(userName, DemoAccounts.Password, device.OriginOf(HttpContext, SessionKind.Pages)),
            result => result.IsComplete
                ? SignIn(result.Principal, new AuthenticationProperties { RedirectUri = "/" }, IdentityConstants.ApplicationScheme)
                : LogInController.AskSecondStep(this, result.Principal, "/"),
            () => Task.FromResult<IActionResult>(LocalRedirect("/inloggen")));
    }
}
