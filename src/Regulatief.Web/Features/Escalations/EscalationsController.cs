using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Escalations;

/// <param name="Handling">The escalation whose note was refused; null when none was.</param>
/// <param name="Form">What is answered to those that are chosen.</param>
public sealed record EscalationsPage(EscalationListResult Result, Pagination Pages, EscalationFilter Filter, AnswerEscalationsCommand Form, Guid? Handling, string? Note);

/// <param name="Refreshes">Whether the page renews itself while it goes on: who reads it slowly can turn that off.</param>
public sealed record EscalationProgressPage(EscalationProgress Progress, bool Refreshes);

[Authorize(Policies.ToldOfLateness)]
public sealed class EscalationsController(Texts texts) : PageController
{
    private const int SecondsBetween = 3;

    [HttpGet("/escalaties")]
    public Task<IActionResult> Show(
        [FromQuery(Name = "afgehandeld")] bool handled, [FromQuery(Name = "soort")] HumanTaskKind? kind, [FromQuery(Name = "project")] Guid? project,
        [FromQuery(Name = "persoon")] Guid? person, [FromQuery(Name = "stand")] EscalationState? state, [FromQuery(Name = "pagina")] int page = 1) =>
        PageOf(handled, page, new AnswerEscalationsCommand { Filter = new EscalationFilter(kind, project, person, state) }, null, null);

    [HttpPost("/escalaties/{id:guid}/afhandelen")]
    public Task<IActionResult> Handle(Guid id, string? note) => SendAsync(
        new HandleEscalationCommand(id, note),
        _ =>
        {
            TempData["Notice"] = texts["Escalations.Done"];
            return LocalRedirect("/escalaties");
        },
        () => PageOf(false, 1, new AnswerEscalationsCommand(), id, note));

    [HttpPost("/escalaties/beantwoorden")]
    public Task<IActionResult> Answer(AnswerEscalationsCommand form) =>
        SendAsync(form, id => LocalRedirect($"/escalaties/antwoorden/{id}"), () => PageOf(false, 1, form, null, null), $"{nameof(EscalationsPage.Form)}.");

    [HttpGet("/escalaties/antwoorden/{id:guid}")]
    public async Task<IActionResult> Progress(Guid id, [FromQuery(Name = "ververs")] bool refreshes = true)
    {
        var progress = await Mediator.Send(new EscalationProgressQuery(id), HttpContext.RequestAborted);
        if (refreshes && !progress.IsDone) Response.Headers["Refresh"] = $"{SecondsBetween}";
        return View("EscalationProgress", new EscalationProgressPage(progress, refreshes));
    }

    [HttpPost("/escalaties/antwoorden/{id:guid}/stoppen")]
    public Task<IActionResult> Stop(Guid id) => SendAsync(new StopEscalationBatchCommand(id), _ => Back(id, "Escalations.WasStopped"), () => Progress(id));

    [HttpPost("/escalaties/antwoorden/{id:guid}/terugnemen")]
    public Task<IActionResult> TakeBack(Guid id) => SendAsync(new TakeBackEscalationBatchCommand(id), _ => Back(id, "Escalations.WasTakenBack"), () => Progress(id));

    private LocalRedirectResult Back(Guid id, string noticeKey)
    {
        TempData["Notice"] = texts[noticeKey];
        return LocalRedirect($"/escalaties/antwoorden/{id}");
    }

    private async Task<IActionResult> PageOf(bool handled, int page, AnswerEscalationsCommand form, Guid? handling, string? note)
    {
        var filter = form.Filter;
        var result = await Mediator.Send(new EscalationListQuery(handled, page) { Filter = filter }, HttpContext.RequestAborted);
        var pages = new Pagination(result.Page, result.PageSize, result.Total, number =>
            $"/escalaties?afgehandeld={handled}&soort={filter.Kind}&project={filter.ProjectId}&persoon={filter.PersonId}&stand={filter.State}&pagina={number}");
        return View("EscalationList", new EscalationsPage(result, pages, filter, form, handling, note));
    }
}
