using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

public sealed record MyAccountPage(MyAccount Account, ChangePasswordCommand Form, ChangeEmailCommand Mail, SaveProfileCommand Profile, SaveNoticeMailingCommand? Mailing)
{
    /// <summary>Whether the name stands with the account, and not with a volunteer or client.</summary>
    public bool HasOwnName => !RoleRules.Alone.Contains(Account.ActsAs);

    public bool IsClient => Account.ActsAs == AccountRole.Client;

    /// <summary>By which ways they can be told that notices wait. A client is asked for no address of mail and no telephone here.</summary>
    public IReadOnlyList<NoticeChannel> Ways => [.. Account.Channels.Where(channel => channel switch
    {
        NoticeChannel.Mail => !IsClient || Account.Email is not null,
        NoticeChannel.Sms => !IsClient || Account.Profile.Phone is not null,
        _ => true,
    })];
}

[Authorize(Policies.LoggedIn)]
public sealed class MyAccountController(IHostEnvironment environment, Texts texts) : PageController
{
    [HttpGet("/mijn-account")]
    public Task<IActionResult> Show() => PageAsync();

    /// <summary>To the first page of the role: the one where it was asked may be none of it.</summary>
    [HttpPost("/mijn-account/rol")]
    public Task<IActionResult> SwitchRole(AccountRole? role) => SendAsync(
        new SwitchRoleCommand(role),
        now =>
        {
            TempData["Notice"] = texts["MyAccount.ActsAs", texts.Of(now)];
            return LocalRedirect("/");
        },
        PageAsync);

    [HttpPost("/mijn-account/profiel")]
    public Task<IActionResult> SaveProfile([Bind(Prefix = "Profile")] SaveProfileCommand form) => SendAsync(
        form,
        _ =>
        {
            LanguageController.Remember(HttpContext, environment, form.Language!);
            // The answer comes in the language that was chosen.
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(form.Language!);
            return Done("MyAccount.ProfileSaved");
        },
        async () => await PageAsync(page => page with { Profile = form }), $"{nameof(MyAccountPage.Profile)}.");

    [HttpPost("/mijn-account/berichten")]
    public Task<IActionResult> SaveNoticeMailing([Bind(Prefix = nameof(MyAccountPage.Mailing))] SaveNoticeMailingCommand form) => SendAsync(
        form, _ => Done("MyAccount.MailingSaved"), async () => await PageAsync(page => page with { Mailing = form }), $"{nameof(MyAccountPage.Mailing)}.");

    [HttpPost("/mijn-account/apparaten")]
    public Task<IActionResult> AddDevice(string? endpoint, string? p256dh, string? auth) => SendAsync(
        new AddPushDeviceCommand(endpoint, p256dh, auth, Request.Headers.UserAgent.ToString()), _ => Done("MyAccount.DeviceAdded"), PageAsync);

    [HttpPost("/mijn-account/apparaten/{id:guid}/verwijderen")]
    public Task<IActionResult> RemoveDevice(Guid id) => SendAsync(new RemovePushDeviceCommand(id), _ => Done("MyAccount.DeviceRemoved"), PageAsync);

    /// <summary>Where one comes who opens an answer again.</summary>
    [HttpGet("/mijn-account/profiel"), HttpGet("/mijn-account/e-mail"), HttpGet("/mijn-account/berichten"), HttpGet("/mijn-account/apparaten")]
    public IActionResult ShowAgain() => LocalRedirect("/mijn-account");

    [HttpPost("/mijn-account/wachtwoord"), EnableRateLimiting(Limits.Proof)]
    public Task<IActionResult> ChangePassword(ChangePasswordCommand form) =>
        SendAsync(form, _ => Done("MyAccount.PasswordChanged"), PageAsync, $"{nameof(MyAccountPage.Form)}.");

    [HttpPost("/mijn-account/e-mail")]
    public Task<IActionResult> ChangeEmail([Bind(Prefix = nameof(MyAccountPage.Mail))] ChangeEmailCommand form) =>
        SendAsync(form, _ => Done("MyAccount.EmailChanged"), PageAsync, $"{nameof(MyAccountPage.Mail)}.");

    [HttpPost("/mijn-account/sessies/{id:guid}/beeindigen")]
    public Task<IActionResult> EndSession(Guid id) => SendAsync(new EndSessionsCommand(id), _ => Done("MyAccount.SessionEnded"), PageAsync);

    [HttpPost("/mijn-account/sessies/beeindigen")]
    public Task<IActionResult> EndOtherSessions() => SendAsync(new EndSessionsCommand(null), _ => Done("MyAccount.OthersEnded"), PageAsync);

    private LocalRedirectResult Done(string noticeKey)
    {
        TempData["Notice"] = texts[noticeKey];
        return LocalRedirect("/mijn-account");
    }

    private Task<IActionResult> PageAsync() => PageAsync(page => page);

    private async Task<IActionResult> PageAsync(Func<MyAccountPage, MyAccountPage> with)
    {
        var account = await Mediator.Send(new MyAccountQuery(), HttpContext.RequestAborted);
        return View("MyAccount", with(new MyAccountPage(account, new ChangePasswordCommand(), new ChangeEmailCommand(), account.Profile, account.Mailing)));
    }
}
