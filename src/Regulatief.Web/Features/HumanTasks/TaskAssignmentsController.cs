using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.HumanTasks;

/// <summary>The fields of the form, as they were chosen.</summary>
public sealed class AssignForm
{
    public Guid? AssigneeId { get; set; }

    /// <summary>Who worked on it when the form was shown.</summary>
    public Guid? HolderId { get; set; }

    /// <summary>Where one came from, and goes back to.</summary>
    public string? ReturnUrl { get; set; }
}

public sealed class SpreadForm
{
    public Guid? ProjectId { get; set; }

    public Guid? HolderId { get; set; }

    public Guid? AssigneeId { get; set; }

    /// <summary>All that were listed, whatever is ticked.</summary>
    public bool All { get; set; }

    public List<Guid> Tasks { get; set; } = [];

    public List<Guid> Listed { get; set; } = [];
}

public sealed record AssignPage(TaskCandidates Task, AssignForm Form, Guid Me);

/// <param name="Done">What came of it, when not all could be given; null while nothing was.</param>
public sealed record SpreadPage(TasksToSpread Spread, SpreadForm Form, AssignHumanTasksResult? Done, Guid Me);

[Authorize(Policies.TaskGivers)]
public sealed class TaskAssignmentsController(Actor actor, Texts texts) : PageController
{
    [HttpGet("/taken/{id:guid}/toewijzen")]
    public Task<IActionResult> Choose(Guid id, [FromQuery(Name = "terug")] string? returnUrl) => PageOf(id, new AssignForm { ReturnUrl = returnUrl });

    [HttpPost("/taken/{id:guid}/toewijzen")]
    public Task<IActionResult> Assign(Guid id, AssignForm form) => SendAsync(
        new AssignHumanTaskCommand(HumanTaskId.From(id), form.AssigneeId, form.HolderId),
        _ => Back(form.ReturnUrl, "HumanTasks.Assign.Done"), () => PageOf(id, form), $"{nameof(AssignPage.Form)}.");

    [HttpPost("/taken/{id:guid}/terugnemen")]
    public Task<IActionResult> TakeBack(Guid id, AssignForm form) => SendAsync(
        new ReleaseHumanTaskCommand(HumanTaskId.From(id), form.HolderId),
        _ => Back(form.ReturnUrl, "HumanTasks.Assign.TakenBack"), () => PageOf(id, form), $"{nameof(AssignPage.Form)}.");

    [HttpGet("/taken/verdelen")]
    public Task<IActionResult> Spread([FromQuery(Name = "project")] Guid? project, [FromQuery(Name = "van")] Guid? holder) =>
        SpreadOf(new SpreadForm { ProjectId = project, HolderId = holder }, null);

    [HttpPost("/taken/verdelen")]
    public async Task<IActionResult> AssignSeveral(SpreadForm form)
    {
        AssignHumanTasksResult? result = null;
        var answer = await SendAsync(
            new AssignHumanTasksCommand(form.AssigneeId, form.HolderId, [.. (form.All ? form.Listed : form.Tasks).Select(HumanTaskId.From)]),
            done =>
            {
                result = done;
                TempData["Notice"] = texts.Count("HumanTasks.Spread.Done", done.Assigned.Count);
                return LocalRedirect($"/taken/verdelen?project={form.ProjectId}&van={form.HolderId}");
            },
            () => SpreadOf(form, null), $"{nameof(SpreadPage.Form)}.");
        if (result is not { Refused.Count: > 0 }) return answer;

        // What could not be given is told one by one: more than fits in a notice.
        TempData.Remove("Notice");
        ModelState.Clear();
        return await SpreadOf(new SpreadForm { ProjectId = form.ProjectId, HolderId = form.HolderId, AssigneeId = form.AssigneeId }, result);
    }

    private LocalRedirectResult Back(string? returnUrl, string noticeKey)
    {
        TempData["Notice"] = texts[noticeKey];
        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/taken/verdelen");
    }

    private async Task<IActionResult> PageOf(Guid id, AssignForm form) =>
        View("AssignHumanTask", new AssignPage(await Mediator.Send(new TaskCandidatesQuery(HumanTaskId.From(id)), HttpContext.RequestAborted), form, actor.AccountId));

    private async Task<IActionResult> SpreadOf(SpreadForm form, AssignHumanTasksResult? done) =>
        View("SpreadTasks", new SpreadPage(await Mediator.Send(new TasksToSpreadQuery(form.ProjectId, form.HolderId), HttpContext.RequestAborted), form, done, actor.AccountId));
}
