using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.DangerCalls;

[Authorize(Policies.CalledForDanger)]
public sealed class DangerCallsApiController : ApiController
{
    /// <summary>The acute danger that the caller is called for and that nobody took up yet.</summary>
    [HttpGet("danger-calls")]
    public async Task<IReadOnlyList<OpenDangerCall>> List() => await SendAsync(new DangerCallListQuery());

    /// <summary>Who was called, whom to phone, and who acts.</summary>
    [HttpGet("danger-calls/{id:guid}")]
    public async Task<ActionResult<DangerCallPage>> Show(Guid id) => await SendAsync(new ShowDangerCallQuery(id));

    /// <summary>Says that the caller saw it and acts.</summary>
    [HttpPost("danger-calls/{id:guid}/acknowledge")]
    public async Task<IActionResult> Acknowledge(Guid id)
    {
        await SendAsync(new AcknowledgeDangerCallCommand(id));
        return NoContent();
    }
}
