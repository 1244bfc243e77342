using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Reports;

[Authorize(Policies.Manager)]
public sealed class ReportsController : PageController
{
    [HttpGet("/rapportage")]
    public async Task<IActionResult> Caseload() => View("Caseload", await Mediator.Send(new CaseloadQuery(), HttpContext.RequestAborted));
}
