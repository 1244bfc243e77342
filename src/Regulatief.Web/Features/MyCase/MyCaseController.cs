using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.MyCase;

public sealed record WhoLookedPage(WhoLooked Result, Pagination Pages);

[Authorize(Policies.Client)]
public sealed class MyCaseController(Texts texts) : PageController
{
    [HttpGet("/mijn-traject")]
    public async Task<IActionResult> Show() => View(nameof(Show), await Mediator.Send(new MyCasePageQuery(), HttpContext.RequestAborted));

    [HttpGet("/mijn-traject/inzage")]
    public async Task<IActionResult> Looked([FromQuery(Name = "pagina")] int page = 1)
    {
        var looked = await Mediator.Send(new WhoLookedQuery(page), HttpContext.RequestAborted);
        return View("WhoLooked", new WhoLookedPage(looked, new Pagination(looked.Page, looked.PageSize, looked.Total, number => $"/mijn-traject/inzage?pagina={number}")));
    }

    [HttpPost("/mijn-traject/{id:guid}/terugkijken")]
    public Task<IActionResult> LookBack(Guid id, string? reason) =>
        SendAsync(new AskToLookBackCommand(CaseId.From(id), reason), _ => Asked(), Show);

    private LocalRedirectResult Asked()
    {
        TempData["Notice"] = texts["MyCase.Asked"];
        return LocalRedirect("/mijn-traject");
    }
}
