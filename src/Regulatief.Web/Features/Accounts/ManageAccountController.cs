using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

public sealed record RoleForm(AccountRole? Role, RoleChangeReason? Reason, Guid? ProjectId = null);

public sealed record FactorLossForm(FactorLoss? Reason, bool IsSeen);

/// <param name="Roles">Which can still be given.</param>
/// <param name="Held">Which can be taken.</param>
public sealed record ManageAccountPage(
    ManagedAccount Account, IReadOnlyList<SelectListItem> Roles, IReadOnlyList<SelectListItem> Held, RoleForm Give, RoleForm Take, FactorLossForm Loss, InvitationMade? Invited);

/// <summary>What an administrator does to one account.</summary>
[Authorize(Policies.Administrator)]
public sealed class ManageAccountController(Texts texts) : PageController
{
    [HttpGet("/accounts/{id:guid}")]
    public Task<IActionResult> Show(Guid id) => PageAsync(id);

    [HttpPost("/accounts/{id:guid}/rollen")]
    public Task<IActionResult> GiveRole(Guid id, [Bind(Prefix = "Give")] RoleForm form) =>
        SendAsync(id, new GiveRoleCommand(id, form.Role, form.Reason, form.ProjectId), "Accounts.RoleGiven", page => page with { Give = form }, "Give.");

    [HttpPost("/accounts/{id:guid}/rollen/afnemen")]
    public Task<IActionResult> TakeRole(Guid id, [Bind(Prefix = "Take")] RoleForm form) =>
        SendAsync(id, new TakeRoleCommand(id, form.Role, form.Reason), "Accounts.RoleTaken", page => page with { Take = form }, "Take.");

    [HttpPost("/accounts/{id:guid}/tweede-factor")]
    public Task<IActionResult> TakeAwayFactor(Guid id, [Bind(Prefix = "Loss")] FactorLossForm form) =>
        SendAsync(id, new TakeAwayFactorCommand(id, form.Reason, form.IsSeen), "Accounts.FactorTakenAway", page => page with { Loss = form }, "Loss.");

    [HttpPost("/accounts/{id:guid}/sessies")]
    public Task<IActionResult> EndSessions(Guid id) => SendAsync(id, new EndSessionsOfCommand(id), "Accounts.SessionsEnded", page => page);

    [HttpPost("/accounts/{id:guid}/tokens")]
    public Task<IActionResult> RevokeTokens(Guid id) => SendAsync(id, new RevokeApiTokensOfCommand(id), "Accounts.TokensRevoked", page => page);

    /// <summary>Answers with the page itself: a redirect would have to carry the code.</summary>
    [HttpPost("/accounts/{id:guid}/heropenen")]
    public async Task<IActionResult> Reopen(Guid id)
    {
        InvitationMade? invited = null;
        var answer = await SendAsync(new ReopenAccountCommand(id), made => new OkObjectResult(invited = made), () => PageAsync(id));
        return invited is null ? answer : await PageAsync(id, page => page with { Invited = invited });
    }

    /// <summary>Where one comes who opens an answer again.</summary>
    [HttpGet("/accounts/{id:guid}/rollen"), HttpGet("/accounts/{id:guid}/rollen/afnemen")]
    [HttpGet("/accounts/{id:guid}/tweede-factor"), HttpGet("/accounts/{id:guid}/sessies"), HttpGet("/accounts/{id:guid}/tokens"), HttpGet("/accounts/{id:guid}/heropenen")]
    public IActionResult ShowAgain(Guid id) => LocalRedirect($"/accounts/{id}");

    private Task<IActionResult> SendAsync<T>(Guid id, IRequest<T> command, string noticeKey, Func<ManageAccountPage, ManageAccountPage> with, string prefix = "") => SendAsync(
        command,
        _ =>
        {
            TempData["Notice"] = texts[noticeKey];
            return LocalRedirect($"/accounts/{id}");
        },
        () => PageAsync(id, with), prefix);

    private async Task<IActionResult> PageAsync(Guid id, Func<ManageAccountPage, ManageAccountPage>? with = null)
    {
        var account = await Mediator.Send(new ManageAccountQuery(id), HttpContext.RequestAborted);
        var page = new ManageAccountPage(
            account, Choices(RoleRules.Given.Except(account.Roles)), Choices(account.Roles), new RoleForm(null, null), new RoleForm(null, null), new FactorLossForm(null, false), null);
        return View("ManageAccount", with?.Invoke(page) ?? page);
    }

    private List<SelectListItem> Choices(IEnumerable<AccountRole> roles) => [.. roles.Select(role => new SelectListItem(texts.Of(role), role.ToString()))];
}
