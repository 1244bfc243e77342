using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <param name="Created">The account just made, with its password; null otherwise.</param>
public sealed record AccountsPage(AccountListResult List, CreateAccountCommand Form, CreateAccountResult? Created);

[Authorize(Policies.Administrator)]
public sealed class AccountsController(Texts texts) : PageController
{
    [HttpGet("/accounts")]
    public Task<IActionResult> Show() => PageOf(new CreateAccountCommand(), null);

    /// <summary>Answers with the page itself: a redirect would have to carry the password.</summary>
    [HttpPost("/accounts")]
    public async Task<IActionResult> Create(CreateAccountCommand form)
    {
        CreateAccountResult? created = null;
        var answer = await SendAsync(form, result => new OkObjectResult(created = result), () => PageOf(form, null), $"{nameof(AccountsPage.Form)}.");
        if (created is null) return answer;
        ModelState.Clear();
        Response.Headers.CacheControl = "no-store";
        return await PageOf(new CreateAccountCommand(), created);
    }

    [HttpPost("/accounts/{id:guid}/afsluiten")]
    public Task<IActionResult> Deactivate(Guid id) => SendAsync(
        new DeactivateAccountCommand(id),
        _ =>
        {
            TempData["Notice"] = texts["Accounts.Deactivated"];
            return LocalRedirect("/accounts");
        },
        () => PageOf(new CreateAccountCommand(), null));

    private async Task<IActionResult> PageOf(CreateAccountCommand form, CreateAccountResult? created) =>
        View("AccountList", new AccountsPage(await Mediator.Send(new AccountListQuery(), HttpContext.RequestAborted), form, created));
}
