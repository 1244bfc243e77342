using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.RateLimiting;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>To the organisation's own log-in and back.</summary>
[EnableRateLimiting(Limits.LogIn)]
public sealed class FederationController(KnownDevice device, LogInWays ways, Federation federation, IHostEnvironment environment, TimeProvider time) : PageController
{
    /// <summary>Where one comes whose answer from there was none to what we asked.</summary>
    public const string Failed = "/inloggen/organisatie/mislukt";

    private const string Back = "/inloggen/organisatie/verder";

    private const string Confirmed = "/bevestigen/organisatie/verder";

    /// <summary>Without such a log-in nothing of it is here.</summary>
    public override void OnActionExecuting(ActionExecutingContext context)
    {
        if (!ways.Federation) context.Result = NotFound();
    }

    [HttpGet("/inloggen/organisatie"), AllowAnonymous]
    public async Task<IActionResult> Ask([FromQuery(Name = "terug")] string? returnUrl) =>
        IsOfAnotherSite ? LocalRedirect(With("/inloggen", returnUrl)) : await LeaveAsync(FederatedPerson.Asked(With(Back, returnUrl), time.GetUtcNow()));

    [HttpGet("/uitnodiging/{code:length(48)}/organisatie"), AllowAnonymous]
    public Task<IActionResult> Follow(string code) => LeaveAsync(FederatedPerson.Asked(With(Back, "/"), time.GetUtcNow(), code));

    [HttpGet(Back), AllowAnonymous]
    public async Task<IActionResult> Enter([FromQuery(Name = "terug")] string? returnUrl) => await EnterAsync(await TakeAsync(), returnUrl);

    [HttpGet(Failed), AllowAnonymous]
    public Task<IActionResult> Fail() => EnterAsync(null, null);

    [HttpGet("/bevestigen/organisatie"), Authorize(Policies.LoggedIn), OpenWithoutFactor]
    public Task<IActionResult> AskAgain([FromQuery(Name = "terug")] string? returnUrl) => LeaveAsync(FederatedPerson.AskedAnew(With(Confirmed, returnUrl), time.GetUtcNow()));

    [HttpGet(Confirmed), Authorize(Policies.LoggedIn), OpenWithoutFactor]
    public async Task<IActionResult> Confirm([FromQuery(Name = "terug")] string? returnUrl) => await SendAsync(
        new ConfirmFederatedCommand(await TakeAsync()),
        outcome =>
        {
            outcome.RefuseUnlessRight();
            return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
        },
        async () => View(nameof(Confirm), new ConfirmPage(await Mediator.Send(new ConfirmPageQuery(), HttpContext.RequestAborted), returnUrl)));

    private Task<IActionResult> EnterAsync(FederatedPerson? person, string? returnUrl) => SendAsync(
        new LogInFederatedCommand(person, device.OriginOf(HttpContext, SessionKind.Pages)),
        result => result.IsComplete
            ? LogInController.Enter(this, environment, result.Principal, returnUrl)
            : LogInController.AskSecondStep(this, result.Principal, returnUrl),
        () => Task.FromResult<IActionResult>(View("LogIn", new LogInPage(null, returnUrl, ways))));

    /// <summary>Nobody is logged in by a link elsewhere: they choose to.</summary>
    private bool IsOfAnotherSite => Request.Headers["Sec-Fetch-Site"] == "cross-site";

    private async Task<IActionResult> LeaveAsync(AuthenticationProperties properties) =>
        await federation.IsThereAsync(HttpContext.RequestAborted) ? Challenge(properties, Federation.Scheme) : LocalRedirect(Failed);

    /// <summary>What it said, once.</summary>
    private async Task<FederatedPerson?> TakeAsync()
    {
        var person = await FederatedPerson.InAsync(HttpContext);
        await HttpContext.SignOutAsync(IdentityConstants.ExternalScheme);
        return person;
    }

    private string With(string address, string? returnUrl) => address + QueryString.Create("terug", Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
}
