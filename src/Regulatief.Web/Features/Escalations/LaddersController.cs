using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Escalations;

/// <param name="Form">Posted under its own name.</param>
public sealed record LadderPage(LadderProject Project, SaveLadderCommand Form);

[Authorize(Policies.LadderKeepers)]
public sealed class LaddersController(Texts texts) : PageController
{
    [HttpGet("/escalaties/wie-wanneer")]
    public async Task<IActionResult> Show(Guid? project) => View("ListLadders", await ListAsync(project));

    [HttpGet("/projecten/{id:guid}/escaleren/{kind}")]
    public async Task<IActionResult> Edit(Guid id, HumanTaskKind kind)
    {
        var list = await ListAsync(id);
        var ladder = list.Ladders.FirstOrDefault(l => l.Kind == kind) ?? throw new NotFoundException(nameof(EscalationLadder), kind);
        return View("SaveLadder", new LadderPage(list.Project!, new SaveLadderCommand
        {
            ProjectId = id,
            Kind = kind,
            Worker = ladder.Steps.Worker,
            Cover = ladder.Steps.Cover,
            Coordinator = ladder.Steps.Coordinator,
            Manager = ladder.Steps.Manager,
            AgainEvery = ladder.Steps.AgainEvery,
        }));
    }

    [HttpPost("/projecten/{id:guid}/escaleren/{kind}")]
    public Task<IActionResult> Save(Guid id, HumanTaskKind kind, SaveLadderCommand form) => SendAsync(
        form with { ProjectId = id, Kind = kind },
        _ =>
        {
            TempData["Notice"] = texts["Ladders.Saved"];
            return LocalRedirect($"/escalaties/wie-wanneer?project={id}");
        },
        async () => View("SaveLadder", new LadderPage((await ListAsync(id)).Project!, form with { ProjectId = id, Kind = kind })),
        $"{nameof(LadderPage.Form)}.");

    private Task<LadderList> ListAsync(Guid? project) => Mediator.Send(new ListLaddersQuery(project), HttpContext.RequestAborted);
}

/// <summary>The same over the API.</summary>
[Authorize(Policies.LadderKeepers)]
public sealed class LaddersApiController : ApiController
{
    [HttpGet("projects/{id:guid}/escalation-ladders")]
    public Task<LadderList> List(Guid id) => SendAsync(new ListLaddersQuery(id));

    /// <summary>Of who is not told the number is left out.</summary>
    [HttpPut("projects/{id:guid}/escalation-ladders/{kind}")]
    public async Task<IActionResult> Save(Guid id, HumanTaskKind kind, SaveLadderCommand body)
    {
        await SendAsync(body with { ProjectId = id, Kind = kind });
        return NoContent();
    }
}
