using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Matching;

/// <summary>What a volunteer may know beforehand, filled in by the professional with the client.</summary>
[Authorize(Policies.ProbationOfficer)]
public sealed class MatchProfileController(Texts texts) : PageController
{
    private const string OfCase = "/trajecten/{id:guid}/vooraf-bekend";

    [HttpGet(OfCase)]
    public async Task<IActionResult> Show(Guid id) => View("MatchProfile", await PageOf(id));

    [HttpPost(OfCase)]
    public Task<IActionResult> Save(Guid id, [Bind(Prefix = nameof(MatchProfilePage.Form))] MatchProfileFields form) => SendAsync(
        form.For(CaseId.From(id)),
        _ =>
        {
            TempData["Notice"] = texts["Matching.Profile.Saved"];
            return LocalRedirect($"/trajecten/{id}");
        },
        async () => View("MatchProfile", await PageOf(id) with { Form = form }), $"{nameof(MatchProfilePage.Form)}.");

    private Task<MatchProfilePage> PageOf(Guid id) => Mediator.Send(new MatchProfilePageQuery(CaseId.From(id)), HttpContext.RequestAborted);
}
