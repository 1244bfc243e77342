using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Studio;

/// <summary>The pages around Elsa Studio's elements.</summary>
/// <param name="Element">The custom element that the page shows.</param>
/// <param name="SubjectAttribute">The element's attribute that names what it shows; null for a list.</param>
/// <param name="Step">The id of a step to select on the drawing; null for none.</param>
public sealed record StudioPage(string TitleKey, string Element, string? SubjectAttribute, string? Subject, string? Step = null)
{
    public bool IsEditor => SubjectAttribute == "definition-id";
}

[Authorize(Policies.Designer)]
public sealed class StudioController : PageController
{
    [HttpGet("/ontwerper")]
    public IActionResult Start() => LocalRedirect("/ontwerper/definities");

    [HttpGet("/ontwerper/definities")]
    public IActionResult Definitions() => Page(new("Studio.Definitions", "elsa-workflow-definition-list", null, null));

    [HttpGet("/ontwerper/definities/{definitionId}")]
    public IActionResult Editor(string definitionId, [FromQuery(Name = "stap")] string? step) =>
        Page(new("Studio.Editor", "elsa-workflow-definition-editor", "definition-id", definitionId, step));

    [HttpGet("/ontwerper/exemplaren")]
    public IActionResult Instances() => Page(new("Studio.Instances", "elsa-workflow-instance-list", null, null));

    [HttpGet("/ontwerper/exemplaren/{instanceId}")]
    public IActionResult Instance(string instanceId) => Page(new("Studio.Instance", "elsa-workflow-instance-viewer", "instance-id", instanceId));

    /// <summary>Studio's own addresses, which it goes to by itself.</summary>
    [HttpGet("/ontwerper/workflows/definitions/{id}/edit"), HttpGet("/ontwerper/workflows/definitions/{id}")]
    public IActionResult StudioDefinition(string id) => LocalRedirect($"/ontwerper/definities/{Uri.EscapeDataString(id)}");

    [HttpGet("/ontwerper/workflows/instances/{id}/view"), HttpGet("/ontwerper/workflows/instances/{id}")]
    public IActionResult StudioInstance(string id) => LocalRedirect($"/ontwerper/exemplaren/{Uri.EscapeDataString(id)}");

    [HttpGet("/ontwerper/workflows/definitions"), HttpGet("/ontwerper/workflows")]
    public IActionResult StudioDefinitions() => LocalRedirect("/ontwerper/definities");

    [HttpGet("/ontwerper/workflows/instances")]
    public IActionResult StudioInstances() => LocalRedirect("/ontwerper/exemplaren");

    /// <summary>A GET, so that any tab may renew it: only a page of our own origin can read the answer.</summary>
    [HttpGet("/ontwerper/token"), ResponseCache(NoStore = true)]
    public async Task<IActionResult> Token() => Json(await Mediator.Send(new IssueStudioTokenQuery(User), HttpContext.RequestAborted));

    private ViewResult Page(StudioPage page) => View("Studio", page);
}
