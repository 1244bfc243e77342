using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.VolunteerLeavings;

/// <summary>What a volunteer comes to, and what they take along from where they were.</summary>
[Authorize(Policies.Volunteer)]
public sealed class OwnSuccessionsController : PageController
{
    [HttpGet("/mijn-opvolging")]
    public async Task<IActionResult> Successions() => View("OwnSuccessions", await Mediator.Send(new OwnSuccessionsQuery(), HttpContext.RequestAborted));

    [HttpGet("/mijn-notities")]
    public async Task<IActionResult> Notes() => View("OwnNotesPage", await Mediator.Send(new OwnNotesPageQuery(), HttpContext.RequestAborted));

    [HttpGet("/mijn-notities/bestand")]
    public async Task<IActionResult> NotesFile()
    {
        var notes = await Mediator.Send(new OwnNotesPageQuery(), HttpContext.RequestAborted);
        return File(Encoding.UTF8.GetBytes(notes.AsText()), "text/plain; charset=utf-8", "notities.txt");
    }
}
