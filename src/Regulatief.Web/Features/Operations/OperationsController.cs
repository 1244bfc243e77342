using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Operations;

[Authorize(Policies.Administrator)]
public sealed class OperationsController : PageController
{
    [HttpGet("/systeem")]
    public async Task<IActionResult> Show() => View("Operations", await Mediator.Send(new OperationsQuery(), HttpContext.RequestAborted));
}

/// <summary>The same over the API.</summary>
[Authorize(Policies.Administrator)]
public sealed class OperationsApiController : ApiController
{
    [HttpGet("operations")]
    public Task<OperationsPage> Show() => SendAsync(new OperationsQuery());
}
