using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.VolunteerLeavings;

/// <summary>What a client is told when their volunteer stops, and what they say of what goes to the successor.</summary>
[Authorize(Policies.Client)]
public sealed class ClientLeavingController(Texts texts) : PageController
{
    [HttpGet("/mijn-traject/{id:guid}/wisseling")]
    public async Task<IActionResult> Show(Guid id) => View("LeavingForClient", await Mediator.Send(new LeavingForClientQuery(CaseId.From(id)), HttpContext.RequestAborted));

    [HttpPost("/mijn-traject/{id:guid}/wisseling/{item:guid}")]
    public Task<IActionResult> Answer(Guid id, Guid item, bool? isAgreed) => SendAsync(
        new AnswerForSuccessorCommand(CaseId.From(id), item, isAgreed),
        _ =>
        {
            TempData["Notice"] = texts["Leavings.Client.Answered"];
            return LocalRedirect($"/mijn-traject/{id}/wisseling");
        },
        () => Show(id));
}
