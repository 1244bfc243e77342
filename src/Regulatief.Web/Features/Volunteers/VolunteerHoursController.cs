using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Volunteers;

public sealed record ShownHours(VolunteerHours Hours, QuarterName Quarter, string Url);

/// <summary>What volunteers gave in a quarter.</summary>
public sealed class VolunteerHoursController(Dates dates) : PageController
{
    private const string OfAll = "/vrijwilligers/uren";
    private const string Own = "/mijn-uren";

    /// <param name="quarter">As in <c>2026-Q4</c>; anything else is this quarter.</param>
    [HttpGet(OfAll), Authorize(Policies.Coordinator)]
    public Task<IActionResult> Show([FromQuery(Name = "kwartaal")] string? quarter) => HoursAsync(quarter, OfAll);

    /// <param name="quarter">As above.</param>
    [HttpGet(Own), Authorize(Policies.Volunteer)]
    public Task<IActionResult> ShowOwn([FromQuery(Name = "kwartaal")] string? quarter) => HoursAsync(quarter, Own);

    private async Task<IActionResult> HoursAsync(string? name, string url)
    {
        var quarter = QuarterName.Of(name, dates.Today);
        return View("VolunteerHours", new ShownHours(await Mediator.Send(new VolunteerHoursQuery(quarter.Year, quarter.Quarter), HttpContext.RequestAborted), quarter, url));
    }
}
