using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

public sealed record LogInPage(string? UserName, string? ReturnUrl, IReadOnlyList<DemoRole> DemoRoles);

public sealed class LogInController(IHostEnvironment environment, Texts texts) : PageController
{
    [HttpGet("/inloggen"), AllowAnonymous]
    public IActionResult LogIn([FromQuery(Name = "terug")] string? returnUrl) => View(PageFor(null, returnUrl));

    [HttpPost("/inloggen"), AllowAnonymous]
    public Task<IActionResult> LogIn(string? userName, string? password, string? returnUrl) => EnterAsync(userName, password, returnUrl);

    /// <summary>One click per demo account; only in Development.</summary>
    [HttpPost("/inloggen/demo"), AllowAnonymous]
    public async Task<IActionResult> LogInDemo(string? userName) =>
        environment.IsDevelopment() ? await EnterAsync(userName, DemoAccounts.Password, null) : NotFound();

    [HttpPost("/uitloggen"), Authorize(Policies.LoggedIn)]
    public async Task<IActionResult> LogOut()
    {
        await HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        return LocalRedirect("/inloggen");
    }

    private Task<IActionResult> EnterAsync(string? userName, string? password, string? returnUrl) => SendAsync(
        new LogInCommand(userName, password),
        principal => SignIn(principal, new AuthenticationProperties { RedirectUri = Url.IsLocalUrl(returnUrl) ? returnUrl : "/" }, IdentityConstants.ApplicationScheme),
        () => Task.FromResult<IActionResult>(View(nameof(LogIn), PageFor(userName, returnUrl))));

    private LogInPage PageFor(string? userName, string? returnUrl) =>
        new(userName, returnUrl, environment.IsDevelopment() ? DemoAccounts.Shown(texts) : []);
}
