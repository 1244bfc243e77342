using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseAccesses;

/// <summary>How somebody comes to a case that does not exist for them: by its number, with a reason.</summary>
public sealed class LookIntoForm
{
    public int? CaseNumber { get; set; }

    public BreakGlassCategory? Category { get; set; }

    public string? Reason { get; set; }
}

public sealed record LookIntoPage(LookIntoForm Form);

[Authorize(Policies.Staff)]
public sealed class BreakGlassController(Texts texts) : PageController
{
    [HttpGet("/noodtoegang")]
    public IActionResult BreakGlass() => View("BreakGlass", new LookIntoPage(new LookIntoForm()));

    [HttpPost("/noodtoegang")]
    public Task<IActionResult> BreakGlass(LookIntoForm form) => SendAsync(
        new TakeBreakGlassCommand(form.CaseNumber, form.Category, form.Reason), id => Opened(id, "Access.BreakGlass.Done"),
        () => Task.FromResult<IActionResult>(View("BreakGlass", new LookIntoPage(form))), $"{nameof(LookIntoPage.Form)}.");

    [HttpGet("/trajecten/inzien"), Authorize(Policies.Manager)]
    public IActionResult Look() => View("LookInto", new LookIntoPage(new LookIntoForm()));

    [HttpPost("/trajecten/inzien"), Authorize(Policies.Manager)]
    public Task<IActionResult> Look(LookIntoForm form) => SendAsync(
        new LookIntoCaseCommand(form.CaseNumber, form.Reason), id => Opened(id, "Access.Look.Done"),
        () => Task.FromResult<IActionResult>(View("LookInto", new LookIntoPage(form))), $"{nameof(LookIntoPage.Form)}.");

    private LocalRedirectResult Opened(CaseId id, string noticeKey)
    {
        TempData["Notice"] = texts[noticeKey];
        return LocalRedirect($"/trajecten/{id}");
    }
}
