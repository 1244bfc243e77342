using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <param name="Codes">Null when they were shown before, to who sent the form twice.</param>
/// <param name="ReturnUrl">Where to go from there.</param>
public sealed record RecoveryCodesPage(IReadOnlyList<string>? Codes, string ReturnUrl);

/// <summary>The own second factors.</summary>
[Authorize(Policies.LoggedIn), OpenWithoutFactor]
public sealed class SecondFactorController(Texts texts) : PageController
{
    private const string Page = "/mijn-account/tweede-factor";

    [HttpGet(Page)]
    public Task<IActionResult> Show([FromQuery(Name = "terug")] string? returnUrl) => PageAsync(null, page => page with { ReturnUrl = returnUrl });

    [HttpPost(Page), EnableRateLimiting(Limits.LogIn)]
    public Task<IActionResult> SetUp([Bind(Prefix = "Form")] SetUpAuthenticatorCommand form, string? returnUrl) =>
        AddAsync(form, "MyAccount.AuthenticatorAdded", () => PageAsync(form.Key, page => page with { ReturnUrl = returnUrl }), "Form.", returnUrl);

    [HttpPost("/mijn-account/tweede-factor/verwijderen")]
    public Task<IActionResult> RemoveAuthenticator() => RemoveAsync(new RemoveFactorCommand(null));

    [HttpPost("/mijn-account/tweede-factor/herstelcodes")]
    public Task<IActionResult> RenewCodes() => AddAsync(new RenewRecoveryCodesCommand(), "MyAccount.CodesRenewed", () => PageAsync(null), "", Page, showsAlways: true);

    /// <summary>Where one comes who opens that answer again: the codes were shown once.</summary>
    [HttpGet("/mijn-account/tweede-factor/herstelcodes"), HttpGet("/mijn-account/passkeys"), HttpGet("/mijn-account/tweede-factor/verwijderen")]
    public IActionResult ShowAgain() => LocalRedirect(Page);

    [HttpPost("/mijn-account/passkeys")]
    public Task<IActionResult> AddPasskey([Bind(Prefix = "Passkey")] AddPasskeyCommand form, string? credential, string? returnUrl) =>
        AddAsync(form with { Credential = credential }, "MyAccount.PasskeyAdded", () => PageAsync(null, page => page with { Passkey = form, ReturnUrl = returnUrl }), "Passkey.", returnUrl);

    [HttpPost("/mijn-account/passkeys/vraag")]
    public async Task<IActionResult> AskPasskey() => Content(await Mediator.Send(new NewPasskeyOptionsQuery(), HttpContext.RequestAborted), "application/json");

    [HttpPost("/mijn-account/passkeys/{passkeyId:maxlength(1400)}/verwijderen")]
    public Task<IActionResult> RemovePasskey(string passkeyId) => RemoveAsync(new RemoveFactorCommand(passkeyId));

    /// <summary>Shows the codes that came with it, in the answer itself: a redirect would have to carry them.</summary>
    private Task<IActionResult> AddAsync(
        IRequest<FactorAdded> command, string noticeKey, Func<Task<IActionResult>> again, string prefix, string? returnUrl, bool showsAlways = false) => SendAsync(
        command,
        added =>
        {
            var goOn = Url.IsLocalUrl(returnUrl) ? returnUrl : Page;
            if (added.RecoveryCodes is not null || showsAlways) return View("RecoveryCodes", new RecoveryCodesPage(added.RecoveryCodes, goOn));
            TempData["Notice"] = texts[noticeKey];
            return LocalRedirect(goOn);
        },
        again, prefix);

    private Task<IActionResult> RemoveAsync(RemoveFactorCommand command) => SendAsync(
        command,
        _ =>
        {
            TempData["Notice"] = texts["MyAccount.FactorRemoved"];
            return LocalRedirect(Page);
        },
        () => PageAsync(null));

    private async Task<IActionResult> PageAsync(string? key, Func<SecondFactorPage, SecondFactorPage>? with = null)
    {
        var page = await Mediator.Send(new SecondFactorPageQuery(key), HttpContext.RequestAborted);
        return View("SecondFactor", with?.Invoke(page) ?? page);
    }
}
