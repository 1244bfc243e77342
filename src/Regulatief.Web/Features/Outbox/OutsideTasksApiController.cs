using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Outbox;

[Authorize(Policies.OutsideSystem)]
public sealed class OutsideTasksApiController(CurrentActor actor) : ApiController
{
    /// <summary>Answers a task that a workflow asked of the system outside; the bearer token is the key that both hold.</summary>
    [HttpPost("outside-tasks/{id:guid}/answer")]
    public async Task<IActionResult> Answer(Guid id, OutsideAnswerBody body)
    {
        actor.Value = Actor.System;
        await SendAsync(new AnswerOutsideTaskCommand(id, body.Result));
        return NoContent();
    }
}

public sealed record OutsideAnswerBody(JsonNode? Result);
