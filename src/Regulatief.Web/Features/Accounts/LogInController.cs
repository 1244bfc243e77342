using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

public sealed record LogInPage(string? UserName, string? ReturnUrl, LogInWays Ways);

/// <param name="Kinds">What can be chosen from.</param>
public sealed record SecondStepPage(FactorKinds Kinds, string? ReturnUrl, string? Code = null);

public sealed class LogInController(KnownDevice device, LogInWays ways, Federation federation, IHostEnvironment environment, Texts texts) : PageController
{
    private const string SecondStep = "/inloggen/tweede-stap";

    [HttpGet("/inloggen"), AllowAnonymous]
    public IActionResult LogIn([FromQuery(Name = "terug")] string? returnUrl) => View(new LogInPage(null, returnUrl, ways));

    [HttpPost("/inloggen"), AllowAnonymous, EnableRateLimiting(Limits.LogIn)]
    public Task<IActionResult> LogIn(string? userName, string? password, string? returnUrl) => SendAsync(
        new LogInCommand(userName, password, device.OriginOf(HttpContext, SessionKind.Pages)),
        result => result.IsComplete ? Enter(result.Principal, returnUrl) : AskSecondStep(this, result.Principal, returnUrl),
        () => LogInAgain(userName, returnUrl));

    [HttpGet(SecondStep), AllowAnonymous]
    public async Task<IActionResult> Second([FromQuery(Name = "terug")] string? returnUrl) =>
        await HalfLogIn.InAsync(HttpContext) is { } half ? await SecondStepAsync(half, returnUrl) : TooLate(returnUrl);

    [HttpPost(SecondStep), AllowAnonymous, EnableRateLimiting(Limits.LogIn)]
    public Task<IActionResult> Second(string? code, string? returnUrl) => FinishAsync(code, null, returnUrl);

    [HttpPost("/inloggen/tweede-stap/passkey"), AllowAnonymous, EnableRateLimiting(Limits.LogIn)]
    public Task<IActionResult> SecondWithPasskey(string? credential, string? returnUrl) => FinishAsync(null, credential ?? "", returnUrl);

    [HttpPost("/inloggen/tweede-stap/passkey/vraag"), AllowAnonymous, EnableRateLimiting(Limits.LogIn)]
    public async Task<IActionResult> AskSecondPasskey() => await HalfLogIn.InAsync(HttpContext) is { } half ? await AskPasskeyAsync(half.AccountId) : NotFound();

    [HttpPost("/inloggen/passkey"), AllowAnonymous, EnableRateLimiting(Limits.LogIn)]
    public Task<IActionResult> LogInWithPasskey(string? credential, string? returnUrl) => SendAsync(
        new LogInWithPasskeyCommand(credential, device.OriginOf(HttpContext, SessionKind.Pages)), principal => Enter(principal, returnUrl), () => LogInAgain(null, returnUrl));

    [HttpPost("/inloggen/passkey/vraag"), AllowAnonymous, EnableRateLimiting(Limits.LogIn)]
    public Task<IActionResult> AskPasskey() => AskPasskeyAsync(null);

    [HttpPost("/uitloggen"), Authorize(Policies.LoggedIn), OpenWithoutFactor]
    public async Task<IActionResult> LogOut()
    {
        var by = await Mediator.Send(new LogOutCommand(), HttpContext.RequestAborted);
        await HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        // Of what Studio and half filled forms keep in the browser. Pages are not stored, and the cookie of the language may stay.
        Response.Headers["Clear-Site-Data"] = "\"storage\"";
        return by != LogInMeans.Own && await federation.EndsLogInsAsync(HttpContext.RequestAborted)
            ? SignOut(new AuthenticationProperties { RedirectUri = "/inloggen" }, Federation.Scheme)
            : LocalRedirect("/inloggen");
    }

    /// <summary>Lets somebody go on whose second factor is still to come: to the page that asks for it, and nowhere else.</summary>
    internal static IActionResult AskSecondStep(PageController asking, ClaimsPrincipal half, string? returnUrl) => asking.SignIn(
        half, new AuthenticationProperties { RedirectUri = SecondStep + QueryString.Create("terug", asking.Url.IsLocalUrl(returnUrl) ? returnUrl : "/") }, HalfLogIn.Scheme);

    /// <summary>Lets somebody in who is wholly logged in, in the language of their profile.</summary>
    internal static Microsoft.AspNetCore.Mvc.SignInResult Enter(PageController asking, IHostEnvironment environment, ClaimsPrincipal principal, string? returnUrl)
    {
        if (principal.FindFirstValue(LogInAttempts.LanguageClaim) is { } language) LanguageController.Remember(asking.HttpContext, environment, language);
        return asking.SignIn(principal, new AuthenticationProperties { RedirectUri = asking.Url.IsLocalUrl(returnUrl) ? returnUrl : "/" }, IdentityConstants.ApplicationScheme);
    }

    private async Task<IActionResult> FinishAsync(string? code, string? credential, string? returnUrl)
    {
        if (await HalfLogIn.InAsync(HttpContext) is not { } half) return TooLate(returnUrl);
        ClaimsPrincipal? principal = null;
        var answer = await SendAsync(
            new FinishLogInCommand(half, code, credential, device.OriginOf(HttpContext, SessionKind.Pages)), who => Enter(principal = who, returnUrl), () => SecondStepAsync(half, returnUrl));
        if (principal is not null) await HttpContext.SignOutAsync(HalfLogIn.Scheme);
        return answer;
    }

    private Microsoft.AspNetCore.Mvc.SignInResult Enter(ClaimsPrincipal principal, string? returnUrl)
    {
        device.Remember(HttpContext, principal);
        return Enter(this, environment, principal, returnUrl);
    }

    private async Task<IActionResult> SecondStepAsync(HalfLogIn half, string? returnUrl) =>
        View("SecondStep", new SecondStepPage(await Mediator.Send(new SecondStepQuery(half), HttpContext.RequestAborted), returnUrl));

    private Task<IActionResult> LogInAgain(string? userName, string? returnUrl) => Task.FromResult<IActionResult>(View(nameof(LogIn), new LogInPage(userName, returnUrl, ways)));

    private ViewResult TooLate(string? returnUrl)
    {
        ModelState.AddModelError("", texts["Error.log-in-too-late"]);
        var page = View(nameof(LogIn), new LogInPage(null, returnUrl, ways));
        page.StatusCode = StatusCodes.Status410Gone;
        return page;
    }

    private async Task<IActionResult> AskPasskeyAsync(Guid? accountId) => Content(await Mediator.Send(new PasskeyOptionsQuery(accountId), HttpContext.RequestAborted), "application/json");
}
