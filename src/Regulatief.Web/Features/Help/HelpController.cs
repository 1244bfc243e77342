using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Help;

/// <summary>A short page of help, of the role that one acts in.</summary>
[Authorize(Policies.LoggedIn)]
public sealed class HelpController(Actor actor) : PageController
{
    [HttpGet("/hulp")]
    public IActionResult Show() => View("Help", actor.Role!.Value);
}
