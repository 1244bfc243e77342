using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

public sealed record ClientCodePage(string? UserName, LogInWays Ways, string? Code = null, string? Password = null);

/// <summary>Where a client comes with the code that they were given.</summary>
[AllowAnonymous, EnableRateLimiting(Limits.LogIn)]
public sealed class ClientCodeController(KnownDevice device, LogInWays ways, Texts texts) : PageController
{
    /// <summary>Who is logged in has a password.</summary>
    [HttpGet("/eerste-keer")]
    public IActionResult Show() => User.Identity is { IsAuthenticated: true } ? LocalRedirect("/") : PageOf(null);

    [HttpPost("/eerste-keer")]
    public Task<IActionResult> Use(string? userName, string? code, string? password) => SendAsync(
        new UseClientCodeCommand(userName, code, password, device.OriginOf(HttpContext, SessionKind.Pages)),
        _ =>
        {
            TempData["Notice"] = texts["Invitation.Accepted"];
            return LocalRedirect("/inloggen");
        },
        () => Task.FromResult<IActionResult>(PageOf(userName)));

    private ViewResult PageOf(string? userName) => View("UseClientCode", new ClientCodePage(userName, ways));
}
