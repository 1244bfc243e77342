using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.ClientCorrections;

[Authorize(Policies.ProbationOfficer)]
public sealed class ClientCorrectionsController(Texts texts) : PageController
{
    private const string Address = "/trajecten/{id:guid}/gegevens-corrigeren";

    [HttpGet(Address)]
    public async Task<IActionResult> Show(Guid id) => View("CorrectClient", await PageOf(id));

    [HttpPost(Address)]
    public Task<IActionResult> Correct(Guid id, [Bind(Prefix = nameof(CorrectClientPage.Form))] CorrectClientForm form) => SendAsync(
        form.For(id),
        _ =>
        {
            TempData["Notice"] = texts["ClientCorrections.Done"];
            return LocalRedirect($"/trajecten/{id}");
        },
        async () => View("CorrectClient", await PageOf(id) with { Form = form }),
        $"{nameof(CorrectClientPage.Form)}.");

    private Task<CorrectClientPage> PageOf(Guid id) => Mediator.Send(new CorrectClientPageQuery(CaseId.From(id)), HttpContext.RequestAborted);
}
