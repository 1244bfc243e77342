using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases;
using Regulatief.Cases.Projects;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Projects;

/// <param name="Form">Posted under its own name.</param>
public sealed record ProjectPage(SaveProjectCommand Form, ProjectListResult Choices);

[Authorize(Policies.Administrator)]
public sealed class ProjectsController(Texts texts) : PageController
{
    [HttpGet("/projecten")]
    public async Task<IActionResult> Show() => View("ProjectList", await ListAsync());

    [HttpGet("/projecten/nieuw")]
    public Task<IActionResult> New() => FormOf(new SaveProjectCommand());

    [HttpGet("/projecten/{id:guid}")]
    public async Task<IActionResult> Edit(Guid id)
    {
        var list = await ListAsync();
        var project = list.Projects.FirstOrDefault(p => p.Id.Value == id) ?? throw new NotFoundException(nameof(Project), id);
        return View("SaveProject", new ProjectPage(
            new SaveProjectCommand
            {
                ProjectId = id,
                Name = project.Name,
                WorkflowDefinitionId = project.WorkflowDefinitionId,
                OnCallNumber = project.OnCallNumber,
                FirstCoordinatorId = project.CoordinatorIds.Count > 0 ? project.CoordinatorIds[0] : null,
                OtherCoordinatorIds = [.. project.CoordinatorIds.Skip(1)],
            },
            list));
    }

    [HttpPost("/projecten")]
    public Task<IActionResult> Save(SaveProjectCommand form) => SendAsync(
        form,
        _ =>
        {
            TempData["Notice"] = texts["Projects.Saved"];
            return LocalRedirect("/projecten");
        },
        () => FormOf(form),
        $"{nameof(ProjectPage.Form)}.");

    private async Task<IActionResult> FormOf(SaveProjectCommand form) => View("SaveProject", new ProjectPage(form, await ListAsync()));

    private Task<ProjectListResult> ListAsync() => Mediator.Send(new ProjectListQuery(), HttpContext.RequestAborted);
}
