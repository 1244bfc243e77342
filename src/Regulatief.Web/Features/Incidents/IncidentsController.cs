using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Incidents;

[Authorize(Policies.Administrator)]
public sealed class IncidentsController(Texts texts) : PageController
{
    private const string Address = "/storingen";

    [HttpGet(Address)]
    public async Task<IActionResult> Show() => View("Incidents", await Mediator.Send(new IncidentsPageQuery(), HttpContext.RequestAborted));

    [HttpPost("/storingen/{id:guid}/besluit")]
    public Task<IActionResult> Decide(Guid id, IncidentDecision? decision, string? outcome, string? reason, string? target) =>
        SendAsync(new DecideIncidentCommand(id, decision, outcome, reason, target), _ => Back(texts["Incidents.Decided"]), Show);

    [HttpPost("/storingen/opnieuw")]
    public Task<IActionResult> RetryAll() => SendAsync(new RetryIncidentsCommand(), count => Back(texts.Count("Incidents.RetriesPlanned", count)), Show);

    [HttpPost("/storingen/geparkeerd/opnieuw")]
    public Task<IActionResult> Unpark(Guid? work) => SendAsync(new UnparkWorkCommand(work), count => Back(texts.Count("Incidents.Unparked", count)), Show);

    [HttpPost("/storingen/berichten/opnieuw")]
    public Task<IActionResult> RetryUnsent(Guid? message) => SendAsync(new RetryUnsentCommand(message), count => Back(texts.Count("Incidents.Resent", count)), Show);

    [HttpPost("/storingen/verlopen/weg")]
    public Task<IActionResult> Discard() => SendAsync(new DiscardDeadLettersCommand(), count => Back(texts.Count("Incidents.Discarded", count)), Show);

    private LocalRedirectResult Back(string notice)
    {
        TempData["Notice"] = notice;
        return LocalRedirect(Address);
    }
}
