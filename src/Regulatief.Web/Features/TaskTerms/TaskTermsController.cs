using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.HumanTasks;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.TaskTerms;

/// <summary>The fields of the form, as they were typed.</summary>
public sealed class TermForm
{
    public DateOnly? DueOn { get; set; }

    public string? Reason { get; set; }

    public bool? Gives { get; set; }

    public string? WhyNot { get; set; }
}

public sealed record TermsPage(TermPage Term, TermForm Form);

[Authorize(Policies.PartyOfCases)]
public sealed class TaskTermsController(Texts texts) : PageController
{
    [HttpGet("/taken/{id:guid}/uitstel")]
    public Task<IActionResult> Show(Guid id) => PageOf(id, new TermForm());

    [HttpPost("/taken/{id:guid}/uitstel")]
    public Task<IActionResult> Extend(Guid id, TermForm form) => SendAsync(
        new ExtendTermCommand(HumanTaskId.From(id), form.DueOn, form.Reason), _ => Back(id, "TaskTerms.Extended"), () => PageOf(id, form), $"{nameof(TermsPage.Form)}.");

    [HttpPost("/taken/{id:guid}/uitstel/vragen")]
    public Task<IActionResult> Ask(Guid id, TermForm form) => SendAsync(
        new AskExtensionCommand(HumanTaskId.From(id), form.DueOn, form.Reason), _ => Back(id, "TaskTerms.WasAsked"), () => PageOf(id, form), $"{nameof(TermsPage.Form)}.");

    [HttpPost("/taken/{id:guid}/uitstel/{extensionId:guid}")]
    public Task<IActionResult> Decide(Guid id, Guid extensionId, TermForm form) => SendAsync(
        new DecideExtensionCommand(HumanTaskId.From(id), extensionId, form.Gives, form.WhyNot), _ => Back(id, "TaskTerms.Decided"), () => PageOf(id, form), $"{nameof(TermsPage.Form)}.");

    private LocalRedirectResult Back(Guid id, string noticeKey)
    {
        TempData["Notice"] = texts[noticeKey];
        return LocalRedirect($"/taken/{id}/uitstel");
    }

    private async Task<IActionResult> PageOf(Guid id, TermForm form) =>
        View("TermPage", new TermsPage(await Mediator.Send(new TermPageQuery(HumanTaskId.From(id)), HttpContext.RequestAborted), form));
}

/// <summary>The same over the API.</summary>
[Authorize(Policies.PartyOfCases)]
public sealed class TaskTermsApiController : ApiController
{
    [HttpGet("tasks/{id:guid}/term")]
    public Task<TermPage> Show(Guid id) => SendAsync(new TermPageQuery(HumanTaskId.From(id)));

    /// <summary>Gives a later last day: the professional or the coordinator of the case.</summary>
    [HttpPost("tasks/{id:guid}/extensions")]
    public async Task<IActionResult> Extend(Guid id, ExtensionBody body)
    {
        await SendAsync(new ExtendTermCommand(HumanTaskId.From(id), body.DueOn, body.Reason));
        return NoContent();
    }

    /// <summary>Asks for one: the volunteer or the client whose task it is.</summary>
    [HttpPost("tasks/{id:guid}/extension-requests")]
    public async Task<IActionResult> Ask(Guid id, ExtensionBody body)
    {
        var extension = await SendAsync(new AskExtensionCommand(HumanTaskId.From(id), body.DueOn, body.Reason));
        return Created($"/api/v1/tasks/{id}/term", new { id = extension });
    }

    [HttpPost("tasks/{id:guid}/extension-requests/{extensionId:guid}/decide")]
    public async Task<IActionResult> Decide(Guid id, Guid extensionId, DecideExtensionBody body)
    {
        await SendAsync(new DecideExtensionCommand(HumanTaskId.From(id), extensionId, body.Gives, body.WhyNot));
        return NoContent();
    }
}

public sealed record ExtensionBody(DateOnly? DueOn, string? Reason);

public sealed record DecideExtensionBody(bool? Gives, string? WhyNot);
