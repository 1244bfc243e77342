using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <param name="Made">The token just made; null otherwise.</param>
/// <param name="Roles">Of which a new one is for one; empty when there is nothing to choose.</param>
public sealed record ApiTokensPage(IReadOnlyList<ApiTokenItem> Tokens, IReadOnlyList<SelectListItem> Roles, MakeApiTokenCommand Form, ApiTokenMade? Made);

/// <summary>The own personal tokens.</summary>
[Authorize(Policies.LoggedIn)]
public sealed class ApiTokensController(Texts texts, TimeProvider time) : PageController
{
    private const string Page = "/mijn-account/tokens";

    // Long enough to be useful, short enough to be forgotten safely.
    private const int UsualDays = 90;

    [HttpGet(Page)]
    public Task<IActionResult> Show() => PageAsync(new MakeApiTokenCommand { Until = Dates.DayOf(time.GetUtcNow()).AddDays(UsualDays) }, null);

    /// <summary>Answers with the page itself: a redirect would have to carry the token.</summary>
    [HttpPost(Page)]
    public async Task<IActionResult> Make([Bind(Prefix = "Form")] MakeApiTokenCommand form)
    {
        ApiTokenMade? made = null;
        var answer = await SendAsync(form, token => new OkObjectResult(made = token), () => PageAsync(form, null), "Form.");
        if (made is null) return answer;
        ModelState.Clear();
        return await PageAsync(new MakeApiTokenCommand(), made);
    }

    [HttpPost("/mijn-account/tokens/{id:guid}/intrekken")]
    public Task<IActionResult> Revoke(Guid id) => SendAsync(
        new RevokeApiTokenCommand(id),
        _ =>
        {
            TempData["Notice"] = texts["Tokens.Revoked"];
            return LocalRedirect(Page);
        },
        Show);

    private async Task<IActionResult> PageAsync(MakeApiTokenCommand form, ApiTokenMade? made)
    {
        var (tokens, roles) = await Mediator.Send(new ApiTokenListQuery(), HttpContext.RequestAborted);
        return View("ApiTokens", new ApiTokensPage(tokens, roles.Count > 1 ? [.. roles.Select(r => new SelectListItem(texts.Of(r), r.ToString()))] : [], form, made));
    }
}
