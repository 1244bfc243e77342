using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.MyCase;

[Authorize(Policies.Client)]
public sealed class MyCaseController(Texts texts) : PageController
{
    [HttpGet("/mijn-traject")]
    public async Task<IActionResult> Show() => View(nameof(Show), await Mediator.Send(new MyCasePageQuery(), HttpContext.RequestAborted));

    [HttpPost("/mijn-traject/{id:guid}/vragen")]
    public Task<IActionResult> Ask(Guid id, ClientRequestKind kind, string? words) =>
        SendAsync(new MakeClientRequestCommand(CaseId.From(id), kind, words), _ => Asked(), Show);

    [HttpPost("/mijn-traject/{id:guid}/terugkijken")]
    public Task<IActionResult> LookBack(Guid id, string? reason) =>
        SendAsync(new AskToLookBackCommand(CaseId.From(id), reason), _ => Asked(), Show);

    private LocalRedirectResult Asked()
    {
        TempData["Notice"] = texts["MyCase.Asked"];
        return LocalRedirect("/mijn-traject");
    }
}
