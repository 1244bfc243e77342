using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Escalations;

[Authorize(Policies.ToldOfLateness)]
public sealed class EscalationsApiController : ApiController
{
    /// <summary>What was reported late to the caller: what asks for attention, or what ended.</summary>
    [HttpGet("escalations")]
    public async Task<ActionResult<EscalationListResult>> List(
        bool handled = false, int page = 1, HumanTaskKind? kind = null, Guid? project = null, Guid? person = null, EscalationState? state = null) =>
        await SendAsync(new EscalationListQuery(handled, page) { Filter = new EscalationFilter(kind, project, person, state) });

    /// <summary>Says what was done about it.</summary>
    [HttpPost("escalations/{id:guid}/handle")]
    public async Task<IActionResult> Handle(Guid id, HandleEscalationBody body)
    {
        await SendAsync(new HandleEscalationCommand(id, body.Note));
        return NoContent();
    }

    /// <summary>Answers it, short of ending it: seen, taken over, given to a colleague or deferred.</summary>
    [HttpPost("escalations/{id:guid}/answer")]
    public async Task<IActionResult> Answer(Guid id, AnswerEscalationBody body)
    {
        await SendAsync(new AnswerEscalationCommand(id, body.Kind, body.Until, body.Reason, body.AssigneeId, body.HolderId));
        return NoContent();
    }

    /// <summary>Answers several alike, each by itself.</summary>
    [HttpPost("escalation-batches")]
    public async Task<IActionResult> AnswerSeveral(AnswerEscalationsCommand body)
    {
        var id = await SendAsync(body);
        return Accepted($"/api/v1/escalation-batches/{id}", new { id });
    }

    [HttpGet("escalation-batches/{id:guid}")]
    public Task<EscalationProgress> Progress(Guid id) => SendAsync(new EscalationProgressQuery(id));

    /// <summary>Calls off what was not answered yet.</summary>
    [HttpPost("escalation-batches/{id:guid}/stop")]
    public async Task<IActionResult> Stop(Guid id)
    {
        await SendAsync(new StopEscalationBatchCommand(id));
        return NoContent();
    }

    /// <summary>Takes the answers back, within ten minutes.</summary>
    [HttpPost("escalation-batches/{id:guid}/take-back")]
    public async Task<IActionResult> TakeBack(Guid id)
    {
        await SendAsync(new TakeBackEscalationBatchCommand(id));
        return NoContent();
    }
}

public sealed record HandleEscalationBody(string? Note);

/// <param name="HolderId">Who does the task as far as the caller knows; null for nobody.</param>
public sealed record AnswerEscalationBody(EscalationAnswerKind Kind, DateOnly? Until = null, string? Reason = null, Guid? AssigneeId = null, Guid? HolderId = null);
