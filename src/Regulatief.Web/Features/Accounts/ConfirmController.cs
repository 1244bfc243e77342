using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Accounts;

public sealed record ConfirmPage(ConfirmKinds Kinds, string? ReturnUrl, string? Code = null);

/// <summary>Asks who sits there, before what asks for more than a log-in, and goes on with it.</summary>
[Authorize(Policies.LoggedIn), OpenWithoutFactor]
public sealed class ConfirmController(Actor actor) : PageController
{
    [HttpGet(StepUpOnPages.Path)]
    public Task<IActionResult> Show([FromQuery(Name = "terug")] string? returnUrl) => PageAsync(returnUrl);

    [HttpPost(StepUpOnPages.Path), EnableRateLimiting(Limits.LogIn)]
    public Task<IActionResult> Confirm(string? code, string? password, string? returnUrl) => SendAsync(new ConfirmFactorCommand { Code = code, Password = password }, returnUrl);

    [HttpPost("/bevestigen/passkey"), EnableRateLimiting(Limits.LogIn)]
    public Task<IActionResult> ConfirmWithPasskey(string? credential, string? returnUrl) => SendAsync(new ConfirmFactorCommand { Credential = credential ?? "" }, returnUrl);

    [HttpPost("/bevestigen/passkey/vraag")]
    public async Task<IActionResult> AskPasskey() => Content(await Mediator.Send(new PasskeyOptionsQuery(actor.AccountId), HttpContext.RequestAborted), "application/json");

    private Task<IActionResult> SendAsync(ConfirmFactorCommand command, string? returnUrl) => SendAsync(
        command,
        outcome =>
        {
            outcome.RefuseUnlessRight();
            return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
        },
        () => PageAsync(returnUrl));

    private async Task<IActionResult> PageAsync(string? returnUrl) =>
        View("Confirm", new ConfirmPage(await Mediator.Send(new ConfirmPageQuery(), HttpContext.RequestAborted), returnUrl));
}
