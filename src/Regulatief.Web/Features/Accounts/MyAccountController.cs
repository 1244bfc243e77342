using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

public sealed record MyAccountPage(MyAccount Account, ChangePasswordCommand Form);

[Authorize(Policies.LoggedIn)]
public sealed class MyAccountController(Texts texts) : PageController
{
    [HttpGet("/mijn-account")]
    public Task<IActionResult> Show() => PageAsync();

    [HttpPost("/mijn-account/wachtwoord"), EnableRateLimiting(Limits.LogIn)]
    public Task<IActionResult> ChangePassword(ChangePasswordCommand form) =>
        SendAsync(form, _ => Done("MyAccount.PasswordChanged"), PageAsync, $"{nameof(MyAccountPage.Form)}.");

    [HttpPost("/mijn-account/sessies/{id:guid}/beeindigen")]
    public Task<IActionResult> EndSession(Guid id) => SendAsync(new EndSessionsCommand(id), _ => Done("MyAccount.SessionEnded"), PageAsync);

    [HttpPost("/mijn-account/sessies/beeindigen")]
    public Task<IActionResult> EndOtherSessions() => SendAsync(new EndSessionsCommand(null), _ => Done("MyAccount.OthersEnded"), PageAsync);

    private LocalRedirectResult Done(string noticeKey)
    {
        TempData["Notice"] = texts[noticeKey];
        return LocalRedirect("/mijn-account");
    }

    private async Task<IActionResult> PageAsync() =>
        View("MyAccount", new MyAccountPage(await Mediator.Send(new MyAccountQuery(), HttpContext.RequestAborted), new ChangePasswordCommand()));
}
