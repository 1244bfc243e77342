using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Features.Accounts;

/// <param name="IsByMail">Whether a link can be sent; else an administrator gives one.</param>
/// <param name="IsAsked">Whether it was asked for just now.</param>
public sealed record ForgottenPasswordPage(string? UserName, bool IsByMail, bool IsAsked = false);

[AllowAnonymous, EnableRateLimiting(Limits.LogIn)]
public sealed class ForgottenPasswordController(KnownDevice device, LogInWays ways, IOptions<MailOptions> mail) : PageController
{
    [HttpGet("/wachtwoord-vergeten")]
    public IActionResult Show() => PageOf(null);

    [HttpPost("/wachtwoord-vergeten")]
    public Task<IActionResult> Ask(string? userName) => SendAsync(
        new AskNewPasswordCommand(userName, device.OriginOf(HttpContext, SessionKind.Pages)),
        _ => View("ForgottenPassword", new ForgottenPasswordPage(null, true, IsAsked: true)),
        () => Task.FromResult<IActionResult>(PageOf(userName)));

    private ViewResult PageOf(string? userName) => View("ForgottenPassword", new ForgottenPasswordPage(userName, ways.Local && mail.Value.IsOn));
}
