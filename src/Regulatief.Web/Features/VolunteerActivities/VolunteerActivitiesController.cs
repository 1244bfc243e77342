using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.VolunteerActivities;

[Authorize(Policies.ActivityReaders)]
public sealed class VolunteerActivitiesController(Texts texts) : PageController
{
    [HttpGet("/trajecten/{caseId:guid}/activiteiten")]
    public async Task<IActionResult> List(Guid caseId, [FromQuery(Name = "pagina")] int page = 1) =>
        View("ListVolunteerActivities", await Mediator.Send(new ListVolunteerActivitiesQuery(CaseId.From(caseId), page), HttpContext.RequestAborted));

    [HttpGet("/trajecten/{caseId:guid}/activiteiten/nieuw"), Authorize(Policies.Volunteer)]
    public async Task<IActionResult> Log(Guid caseId) => View("LogVolunteerActivity", await PageOf(caseId));

    [HttpPost("/trajecten/{caseId:guid}/activiteiten/nieuw"), Authorize(Policies.Volunteer)]
    public Task<IActionResult> Log(Guid caseId, [Bind(Prefix = "Form")] VolunteerActivityForm form) => SendAsync(
        form.For(caseId), _ => Logged(caseId), async () => View("LogVolunteerActivity", await PageOf(caseId) with { Form = form }), "Form.");

    private Task<LogVolunteerActivityPage> PageOf(Guid caseId) =>
        Mediator.Send(new LogVolunteerActivityPageQuery(CaseId.From(caseId)), HttpContext.RequestAborted);

    private LocalRedirectResult Logged(Guid caseId)
    {
        TempData["Notice"] = texts["VolunteerActivities.Logged"];
        return LocalRedirect($"/trajecten/{caseId}/activiteiten");
    }
}
