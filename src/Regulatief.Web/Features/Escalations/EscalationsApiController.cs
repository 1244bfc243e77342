using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Escalations;

[Authorize(Policies.ToldOfLateness)]
public sealed class EscalationsApiController : ApiController
{
    /// <summary>What was reported late to the caller: what asks for attention, or what ended.</summary>
    [HttpGet("escalations")]
    public async Task<ActionResult<EscalationListResult>> List(bool handled = false, int page = 1) => await SendAsync(new EscalationListQuery(handled, page));

    /// <summary>Says what was done about it.</summary>
    [HttpPost("escalations/{id:guid}/handle")]
    public async Task<IActionResult> Handle(Guid id, HandleEscalationBody body)
    {
        await SendAsync(new HandleEscalationCommand(id, body.Note));
        return NoContent();
    }
}

public sealed record HandleEscalationBody(string? Note);
