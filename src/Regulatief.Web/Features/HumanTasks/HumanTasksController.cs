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
    [HttpGet("/taken/{id:guid}")]
    public async Task<IActionResult> Show(Guid id)
    {
        var page = await PageOf(id);
        return page.Header.ElsewhereUrl is { } url ? LocalRedirect(url) : FormOf(page);
    }

    [HttpPost("/taken/{id:guid}")]
    public async Task<IActionResult> Complete(Guid id, RowChange rows)
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

        return await SendAsync(
            new CompleteHumanTaskCommand(HumanTaskId.From(id), null, TaskForm.Write(page.BoxedAnswers)),
            _ => GoOn(page.Header),
            () => Task.FromResult<IActionResult>(FormOf(page)),
            $"{nameof(TaskPage<>.Answers)}.");
    }

    [HttpPost("/taken/{id:guid}/oppakken")]
    public Task<IActionResult> Claim(Guid id) => SendAsync(
        new ClaimHumanTaskCommand(HumanTaskId.From(id)), _ => LocalRedirect($"/taken/{id}"), async () => FormOf(await PageOf(id)));

    private Task<TaskPage> PageOf(Guid id) => Mediator.Send(new TaskPageQuery(HumanTaskId.From(id)), HttpContext.RequestAborted);

    private ViewResult FormOf(TaskPage page) => View(page.Header.ForCompletion ? page.Header.Kind.ToString() : "Done", page);

    private LocalRedirectResult GoOn(TaskHeader header)
    {
        TempData["Notice"] = texts["HumanTasks.Completed"];
        return LocalRedirect(header.CaseUrl);
    }
}
