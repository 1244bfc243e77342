using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.DefinitionChecks;

[Authorize(Policies.Designer)]
public sealed class DefinitionChecksController : PageController
{
    [HttpGet("/ontwerper/controle/{definitionId}")]
    public async Task<IActionResult> Show(string definitionId, int? version) =>
        View("CheckDefinition", await Mediator.Send(new CheckDefinitionQuery(definitionId, version), HttpContext.RequestAborted));
}
