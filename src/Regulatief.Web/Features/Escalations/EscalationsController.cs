using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Escalations;

/// <param name="Handling">The escalation whose note was refused; null when none was.</param>
public sealed record EscalationsPage(EscalationListResult Result, Pagination Pages, Guid? Handling, string? Note);

[Authorize(Policies.ToldOfLateness)]
public sealed class EscalationsController(Texts texts) : PageController
{
    [HttpGet("/escalaties")]
    public Task<IActionResult> Show([FromQuery(Name = "afgehandeld")] bool handled, [FromQuery(Name = "pagina")] int page = 1) => PageOf(handled, page, null, null);

    [HttpPost("/escalaties/{id:guid}/afhandelen")]
    public Task<IActionResult> Handle(Guid id, string? note) => SendAsync(
        new HandleEscalationCommand(id, note),
        _ =>
        {
            TempData["Notice"] = texts["Escalations.Done"];
            return LocalRedirect("/escalaties");
        },
        () => PageOf(false, 1, id, note));

    private async Task<IActionResult> PageOf(bool handled, int page, Guid? handling, string? note)
    {
        var result = await Mediator.Send(new EscalationListQuery(handled, page), HttpContext.RequestAborted);
        var pages = new Pagination(result.Page, result.PageSize, result.Total, number => $"/escalaties?afgehandeld={handled}&pagina={number}");
        return View("EscalationList", new EscalationsPage(result, pages, handling, note));
    }
}
