using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.HumanTasks;
using Regulatief.Web.Features.Shared.Forms;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.HumanTasks;

[Authorize(Policies.LoggedIn)]
public sealed class HumanTasksController(Texts texts) : PageController
{
    /// <summary>Says that a form is kept as it is: <see cref="ByScript"/> while it is filled in, any other value by the button.</summary>
    public const string DraftField = "__Draft";

    private const string ByScript = "auto";

    [HttpGet("/taken/{id:guid}")]
    public async Task<IActionResult> Show(Guid id)
    {
        var page = await PageOf(id);
        return page.Header.ElsewhereUrl is { } url ? LocalRedirect(url) : FormOf(page);
    }

    [HttpPost("/taken/{id:guid}")]
    public async Task<IActionResult> Complete(Guid id, RowChange rows, [FromForm(Name = DraftField)] string? draft)
    {
        var page = (await PageOf(id)).WithoutAnswers();
        await TryUpdateModelAsync(page.BoxedAnswers, page.BoxedAnswers.GetType(), nameof(TaskPage<>.Answers));
        if (rows.IsAsked && page.BoxedAnswers is IHasRows answers)
        {
            if (rows.Remove is { } index) answers.RemoveRow(index);
            if (rows.Add is not null) answers.AddRow();
            ModelState.Clear();
            return FormOf(page);
        }

        if (draft is not null) return await KeepAsync(id, page, draft);
        return await SendAsync(
            new CompleteHumanTaskCommand(HumanTaskId.From(id), null, TaskForm.Write(page.BoxedAnswers)),
            _ => GoOn(page.Header),
            () => Task.FromResult<IActionResult>(FormOf(page)),
            $"{nameof(TaskPage<>.Answers)}.");
    }

    [HttpPost("/taken/{id:guid}/concept-weggooien")]
    public Task<IActionResult> Discard(Guid id) => SendAsync(
        new DiscardTaskDraftCommand(HumanTaskId.From(id)),
        _ =>
        {
            TempData["Notice"] = texts["HumanTasks.Draft.Discarded"];
            return LocalRedirect($"/taken/{id}");
        },
        async () => FormOf(await PageOf(id)));

    [HttpPost("/taken/{id:guid}/oppakken")]
    public Task<IActionResult> Claim(Guid id) => SendAsync(
        new ClaimHumanTaskCommand(HumanTaskId.From(id)), _ => LocalRedirect($"/taken/{id}"), async () => FormOf(await PageOf(id)));

    [HttpPost("/taken/{id:guid}/teruggeven")]
    public Task<IActionResult> GiveBack(Guid id, Guid? holderId) => SendAsync(
        new ReleaseHumanTaskCommand(HumanTaskId.From(id), holderId),
        _ =>
        {
            TempData["Notice"] = texts["HumanTasks.Assign.GivenBack"];
            return LocalRedirect($"/taken/{id}");
        },
        async () => FormOf(await PageOf(id)));

    private Task<IActionResult> KeepAsync(Guid id, TaskPage page, string draft)
    {
        // What could not be read as an answer is not kept, and is no reason to keep nothing.
        ModelState.Clear();
        return SendAsync<HumanTaskId>(
            new SaveTaskDraftCommand(HumanTaskId.From(id), TaskForm.Write(page.BoxedAnswers)),
            _ =>
            {
                if (draft == ByScript) return NoContent();
                TempData["Notice"] = texts["HumanTasks.Draft.Saved"];
                return LocalRedirect($"/taken/{id}");
            },
            () => Task.FromResult<IActionResult>(FormOf(page)),
            $"{nameof(TaskPage<>.Answers)}.");
    }

    private Task<TaskPage> PageOf(Guid id) => Mediator.Send(new TaskPageQuery(HumanTaskId.From(id)), HttpContext.RequestAborted);

    private ViewResult FormOf(TaskPage page) => View(page.Header.ForCompletion ? page.Header.Kind.ToString() : "Done", page);

    private LocalRedirectResult GoOn(TaskHeader header)
    {
        TempData["Notice"] = texts["HumanTasks.Completed"];
        return LocalRedirect(header.CaseUrl);
    }
}
