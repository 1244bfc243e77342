using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

[Authorize(Policies.LoggedIn)]
public sealed class HeldFormsController : PageController
{
    [HttpGet("/formulieren/{id:guid}")]
    public async Task<IActionResult> Show(Guid id) => View("ShowHeldForm", await Mediator.Send(new HeldFormQuery(id), HttpContext.RequestAborted));
}
