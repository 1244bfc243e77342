using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Volunteers;

[Authorize(Policies.Coordinator)]
public sealed class VolunteersController : PageController
{
    [HttpGet("/vrijwilligers")]
    public async Task<IActionResult> List([FromQuery(Name = "vrij")] bool onlyFree)
    {
        ViewData["OnlyFree"] = onlyFree;
        return View("ListVolunteers", await Mediator.Send(new ListVolunteersQuery(onlyFree), HttpContext.RequestAborted));
    }
}
