using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Jobs;

namespace Regulatief.Web.Features.Demo;

/// <summary>Only in Development: elsewhere the clock cannot be moved.</summary>
[Authorize(Policies.LoggedIn)]
public sealed class DemoController(IHostEnvironment environment, TimeProvider time, DueWorkSweep sweep) : PageController
{
    [HttpPost("/proef/klok")]
    public async Task<IActionResult> MoveClock(int days, string? returnUrl)
    {
        if (!environment.IsDevelopment() || time is not DemoClock clock) return NotFound();

        clock.Offset = TimeSpan.FromDays(await Mediator.Send(new MoveDemoClockCommand(days), HttpContext.RequestAborted));

        // What came due on the way is done before the page is shown.
        await sweep.SweepAsync(HttpContext.RequestAborted);
        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
    }
}
