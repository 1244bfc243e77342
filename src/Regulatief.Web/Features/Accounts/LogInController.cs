using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

public sealed record LogInPage(string? UserName, string? ReturnUrl);

public sealed class LogInController(KnownDevice device) : PageController
{
    [HttpGet("/inloggen"), AllowAnonymous]
    public IActionResult LogIn([FromQuery(Name = "terug")] string? returnUrl) => View(new LogInPage(null, returnUrl));

    [HttpPost("/inloggen"), AllowAnonymous, EnableRateLimiting(Limits.LogIn)]
    public Task<IActionResult> LogIn(string? userName, string? password, string? returnUrl) => SendAsync(
        new LogInCommand(userName, password, device.OriginOf(HttpContext, SessionKind.Pages)),
        principal =>
        {
            device.Remember(HttpContext, principal);
            return SignIn(principal, new AuthenticationProperties { RedirectUri = Url.IsLocalUrl(returnUrl) ? returnUrl : "/" }, IdentityConstants.ApplicationScheme);
        },
        () => Task.FromResult<IActionResult>(View(nameof(LogIn), new LogInPage(userName, returnUrl))));

    [HttpPost("/uitloggen"), Authorize(Policies.LoggedIn)]
    public async Task<IActionResult> LogOut()
    {
        await Mediator.Send(new LogOutCommand(), HttpContext.RequestAborted);
        await HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        return LocalRedirect("/inloggen");
    }
}
