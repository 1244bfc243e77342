using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Volunteers;

/// <param name="Form">Posted under its own name.</param>
public sealed record ShownVolunteer(VolunteerPage Volunteer, SaveVolunteerCommand Form);

[Authorize(Policies.Coordinator)]
public sealed class VolunteersController(Texts texts) : PageController
{
    [HttpGet("/vrijwilligers")]
    public async Task<IActionResult> List([FromQuery(Name = "vrij")] bool onlyFree)
    {
        ViewData["OnlyFree"] = onlyFree;
        return View("ListVolunteers", await Mediator.Send(new ListVolunteersQuery(onlyFree), HttpContext.RequestAborted));
    }

    [HttpGet("/vrijwilligers/{id:guid}")]
    public Task<IActionResult> Show(Guid id) => PageAsync(id, null);

    [HttpPost("/vrijwilligers/{id:guid}")]
    public Task<IActionResult> Save(Guid id, [Bind(Prefix = "Form")] SaveVolunteerCommand form) => SendAsync(
        form with { VolunteerId = id },
        _ =>
        {
            TempData["Notice"] = texts["Volunteers.Saved"];
            return LocalRedirect($"/vrijwilligers/{id}");
        },
        () => PageAsync(id, form),
        $"{nameof(ShownVolunteer.Form)}.");

    private async Task<IActionResult> PageAsync(Guid id, SaveVolunteerCommand? form)
    {
        var page = await Mediator.Send(new VolunteerPageQuery(id), HttpContext.RequestAborted);
        return View("VolunteerPage", new ShownVolunteer(page, form ?? page.Known));
    }
}
