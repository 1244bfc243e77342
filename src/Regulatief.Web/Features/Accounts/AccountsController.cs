using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <param name="Invited">The account just made or invited anew; null otherwise.</param>
public sealed record AccountsPage(AccountListResult List, CreateAccountCommand Form, IReadOnlyList<SelectListItem> Roles, InvitationMade? Invited);

[Authorize(Policies.Administrator)]
public sealed class AccountsController(Texts texts) : PageController
{
    [HttpGet("/accounts")]
    public Task<IActionResult> Show() => PageOf(new CreateAccountCommand(), null);

    /// <summary>Answers with the page itself: a redirect would have to carry the code.</summary>
    [HttpPost("/accounts")]
    public Task<IActionResult> Create(CreateAccountCommand form) => InviteAsync(form, made => new InvitationMade(made.AccountId, made.UserName, made.IsMailed) { Code = made.Code }, form);

    [HttpPost("/accounts/{id:guid}/uitnodigen")]
    public Task<IActionResult> InviteAgain(Guid id) => InviteAsync(new InviteAgainCommand(id), made => made, new CreateAccountCommand());

    /// <summary>Where one comes who opens that answer again: the link was shown once.</summary>
    [HttpGet("/accounts/{id:guid}/uitnodigen")]
    public IActionResult ShowAgain(Guid id) => LocalRedirect($"/accounts#{id}");

    [HttpPost("/accounts/{id:guid}/afsluiten")]
    public Task<IActionResult> Deactivate(Guid id) => SendAsync(
        new DeactivateAccountCommand(id),
        _ =>
        {
            TempData["Notice"] = texts["Accounts.Deactivated"];
            return LocalRedirect("/accounts");
        },
        () => PageOf(new CreateAccountCommand(), null));

    private async Task<IActionResult> InviteAsync<TResult>(IRequest<TResult> command, Func<TResult, InvitationMade> invitation, CreateAccountCommand form)
    {
        InvitationMade? invited = null;
        var answer = await SendAsync(command, result => new OkObjectResult(invited = invitation(result)), () => PageOf(form, null), $"{nameof(AccountsPage.Form)}.");
        if (invited is null) return answer;
        ModelState.Clear();
        return await PageOf(new CreateAccountCommand(), invited);
    }

    private async Task<IActionResult> PageOf(CreateAccountCommand form, InvitationMade? invited) =>
        View("AccountList", new AccountsPage(await Mediator.Send(new AccountListQuery(), HttpContext.RequestAborted), form, Roles(), invited));

    private List<SelectListItem> Roles() =>
        [.. Enum.GetValues<AccountRole>().Where(role => role != AccountRole.Client).Select(role => new SelectListItem(texts.Of(role), role.ToString()))];
}
