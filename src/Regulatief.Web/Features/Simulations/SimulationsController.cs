using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Simulations;

[Authorize(Policies.Designer)]
public sealed class SimulationsController : PageController
{
    [HttpGet("/ontwerper/simulatie/{definitionId}")]
    public Task<IActionResult> Show(SimulateDefinitionQuery query) =>
        SendAsync(query, result => View("SimulateDefinition", result), () => ShowAsync(new SimulateDefinitionQuery(query.DefinitionId, query.Version, null, null, query.Random, null, query.Outcome)));

    private async Task<IActionResult> ShowAsync(SimulateDefinitionQuery query) => View("SimulateDefinition", await Mediator.Send(query, HttpContext.RequestAborted));
}
