using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

public sealed record LogInPage(string? UserName, string? ReturnUrl);

public sealed class LogInController : PageController
{
    [HttpGet("/inloggen"), AllowAnonymous]
    public IActionResult LogIn([FromQuery(Name = "terug")] string? returnUrl) => View(new LogInPage(null, returnUrl));

    [HttpPost("/inloggen"), AllowAnonymous]
    public Task<IActionResult> LogIn(string? userName, string? password, string? returnUrl) => EnterAsync(userName, password, returnUrl);

    [HttpPost("/uitloggen"), Authorize(Policies.LoggedIn)]
    public async Task<IActionResult> LogOut()
    {
        await HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        return LocalRedirect("/inloggen");
    }

    private Task<IActionResult> EnterAsync(string? userName, string? password, string? returnUrl) => SendAsync(
        new LogInCommand(userName, password),
        principal => SignIn(principal, new AuthenticationProperties { RedirectUri = Url.IsLocalUrl(returnUrl) ? returnUrl : "/" }, IdentityConstants.ApplicationScheme),
        () => Task.FromResult<IActionResult>(View(nameof(LogIn), new LogInPage(userName, returnUrl))));
}
