using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.HumanTasks;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.HumanTasks;

/// <param name="Outcome">Null takes the outcome that follows from the answers.</param>
/// <param name="Data">The answers, as the task's form describes them; null for none.</param>
public sealed record CompleteTaskBody(string? Outcome, JsonObject? Data);

public sealed class TasksApiController : ApiController
{
    [HttpGet("tasks"), Authorize(Policies.LoggedIn)]
    public Task<ListTasksResult> List(bool mine = false, bool overdue = false, int page = 1) => SendAsync(new ListTasksQuery(mine, overdue, page));

    [HttpGet("tasks/{id:guid}"), Authorize(Policies.LoggedIn)]
    public Task<ShowTaskResult> Show(Guid id) => SendAsync(new ShowTaskQuery(HumanTaskId.From(id)));

    [HttpPost("tasks/{id:guid}/claim"), Authorize(Policies.LoggedIn)]
    public async Task<IActionResult> Claim(Guid id)
    {
        await SendAsync(new ClaimHumanTaskCommand(HumanTaskId.From(id)));
        return NoContent();
    }

    /// <summary>Ends the task; answers with the outcome that followed.</summary>
    [HttpPost("tasks/{id:guid}/complete"), Authorize(Policies.LoggedIn)]
    public async Task<CompletedTask> Complete(Guid id, CompleteTaskBody body)
    {
        var result = await SendAsync(new CompleteHumanTaskCommand(HumanTaskId.From(id), body.Outcome, body.Data ?? []));
        return new CompletedTask(result.TaskId.Value, result.CaseId.Value, result.Outcome);
    }
}

public sealed record CompletedTask(Guid TaskId, Guid CaseId, string Outcome);
