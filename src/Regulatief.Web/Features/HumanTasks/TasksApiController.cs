using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.HumanTasks;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.HumanTasks;

/// <param name="Outcome">Null takes the outcome that follows from the answers.</param>
/// <param name="Data">The answers, as the task's form describes them; null for none.</param>
public sealed record CompleteTaskBody(string? Outcome, JsonObject? Data);

/// <param name="HolderId">Who works on it as far as the caller knows; null for nobody.</param>
public sealed record AssignTaskBody(Guid? AssigneeId, Guid? HolderId);

/// <param name="HolderId">Who works on all of them as far as the caller knows; null for nobody.</param>
public sealed record AssignTasksBody(Guid? AssigneeId, Guid? HolderId, IReadOnlyList<Guid>? Tasks);

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

    /// <summary>To whom the task can be given, each with what they have to do already; and why to nobody, by a code.</summary>
    [HttpGet("tasks/{id:guid}/candidates"), Authorize(Policies.TaskGivers)]
    public Task<TaskCandidates> Candidates(Guid id) => SendAsync(new TaskCandidatesQuery(HumanTaskId.From(id)));

    /// <summary>Gives the task to a colleague.</summary>
    [HttpPost("tasks/{id:guid}/assignment"), Authorize(Policies.TaskGivers)]
    public async Task<IActionResult> Assign(Guid id, AssignTaskBody body)
    {
        await SendAsync(new AssignHumanTaskCommand(HumanTaskId.From(id), body.AssigneeId, body.HolderId));
        return NoContent();
    }

    /// <summary>Takes it back from who works on it, or gives the own one back.</summary>
    /// <param name="holderId">Who works on it as far as the caller knows; null whoever does.</param>
    [HttpDelete("tasks/{id:guid}/assignment"), Authorize(Policies.LoggedIn)]
    public async Task<IActionResult> Release(Guid id, Guid? holderId = null)
    {
        await SendAsync(new ReleaseHumanTaskCommand(HumanTaskId.From(id), holderId));
        return NoContent();
    }

    /// <summary>Gives several tasks to one colleague. What cannot be given is told in the answer, with a code, and keeps no other back.</summary>
    [HttpPost("task-assignments"), Authorize(Policies.TaskGivers)]
    public Task<AssignHumanTasksResult> AssignSeveral(AssignTasksBody body) =>
        SendAsync(new AssignHumanTasksCommand(body.AssigneeId, body.HolderId, body.Tasks?.Select(HumanTaskId.From).ToList()));

    /// <summary>Ends the task; answers with the outcome that followed.</summary>
    [HttpPost("tasks/{id:guid}/complete"), Authorize(Policies.LoggedIn)]
    public async Task<CompletedTask> Complete(Guid id, CompleteTaskBody body)
    {
        var result = await SendAsync(new CompleteHumanTaskCommand(HumanTaskId.From(id), body.Outcome, body.Data ?? []));
        return new CompletedTask(result.TaskId.Value, result.CaseId.Value, result.Outcome);
    }
}

public sealed record CompletedTask(Guid TaskId, Guid CaseId, string Outcome);
