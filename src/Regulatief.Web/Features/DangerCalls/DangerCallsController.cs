using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.DangerCalls;

[Authorize(Policies.CalledForDanger)]
public sealed class DangerCallsController(Texts texts) : PageController
{
    [HttpGet("/acuut/{id:guid}")]
    public async Task<IActionResult> Show(Guid id) => View("ShowDangerCall", await Mediator.Send(new ShowDangerCallQuery(id), HttpContext.RequestAborted));

    [HttpPost("/acuut/{id:guid}/oppakken")]
    public Task<IActionResult> Acknowledge(Guid id) => SendAsync(
        new AcknowledgeDangerCallCommand(id),
        _ =>
        {
            TempData["Notice"] = texts["DangerCalls.Done"];
            return LocalRedirect($"/acuut/{id}");
        },
        () => Show(id));
}
