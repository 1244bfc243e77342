using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Engine.Format;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Workflows;

/// <param name="Refused">What the file just sent was answered; null when none was refused.</param>
public sealed record DefinitionsPage(DefinitionListResult List, ImportDefinitionResult? Refused, string? File);

[Authorize(Policies.Designer)]
public sealed class WorkflowsController(Texts texts) : PageController
{
    [HttpGet("/cycli")]
    public Task<IActionResult> Show() => PageOf(null, null);

    [HttpGet("/cycli/versies/{id:guid}")]
    public async Task<IActionResult> Outline(Guid id) => View("DefinitionOutline", await Mediator.Send(new DefinitionOutlineQuery(id), HttpContext.RequestAborted));

    [HttpGet("/ontwerper/gebruik/{definitionId}")]
    public async Task<IActionResult> Usage(string definitionId, int? versie, int pagina = 1) =>
        View("DefinitionUsage", await Mediator.Send(new DefinitionUsageQuery(definitionId, versie, pagina), HttpContext.RequestAborted));

    [HttpGet("/ontwerper/drukte/{definitionId}")]
    public async Task<IActionResult> Busyness(string definitionId, int? versie) =>
        View("DefinitionBusyness", await Mediator.Send(new DefinitionBusynessQuery(definitionId, versie), HttpContext.RequestAborted));

    [HttpGet("/ontwerper/vergelijken")]
    public async Task<IActionResult> Compare(Guid from, Guid to) => View("CompareVersions", await Mediator.Send(new CompareVersionsQuery(from, to), HttpContext.RequestAborted));

    [HttpGet("/ontwerper/samenvoegen/{id:guid}")]
    public Task<IActionResult> Merge(Guid id) => MergeOf(id, []);

    [HttpPost("/ontwerper/samenvoegen/{id:guid}")]
    public Task<IActionResult> Merge(Guid id, string? revision, List<MergeChoice> choices) =>
        SendAsync(new MergeBranchCommand(id, revision, choices), Merged, () => MergeOf(id, choices));

    [HttpPost("/cycli"), RequestSizeLimit(DefinitionReader.MaxBytes + 64 * 1024)]
    public async Task<IActionResult> Import(IFormFile? file)
    {
        var json = file is null ? null : await new StreamReader(file.OpenReadStream()).ReadToEndAsync(HttpContext.RequestAborted);
        ImportDefinitionResult? imported = null;
        var answer = await SendAsync(new ImportDefinitionCommand(file?.FileName, json), result => Done(imported = result), () => PageOf(null, null));
        return imported is { Id: null } ? await PageOf(imported, file?.FileName) : answer;
    }

    private LocalRedirectResult Merged(MergeBranchResult result)
    {
        TempData["Notice"] = texts[result.IsBranchDeleted ? "Workflows.Merge.Saved" : "Workflows.Merge.SavedAndKept", result.Version];
        return LocalRedirect("/cycli");
    }

    private async Task<IActionResult> MergeOf(Guid id, IReadOnlyList<MergeChoice> choices) => View("MergePage", await Mediator.Send(new MergePageQuery(id, choices), HttpContext.RequestAborted));

    private LocalRedirectResult Done(ImportDefinitionResult result)
    {
        if (result.Id is not null) TempData["Notice"] = texts[result.IsPublished ? "Workflows.Imported" : "Workflows.KeptAsDraft", result.Version];
        return LocalRedirect(result.Id is { } id ? $"/cycli/versies/{id}" : "/cycli");
    }

    private async Task<IActionResult> PageOf(ImportDefinitionResult? refused, string? file)
    {
        if (refused is not null) Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View("DefinitionList", new DefinitionsPage(await Mediator.Send(new DefinitionListQuery(), HttpContext.RequestAborted), refused, file));
    }
}
