using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.ClientCorrections;

[Authorize(Policies.ProbationOfficer)]
public sealed class ClientCorrectionsApiController : ApiController
{
    /// <summary>Puts right who the client of a case is; what is sent as it stands changes nothing.</summary>
    [HttpPost("cases/{id:guid}/corrections")]
    public async Task<IActionResult> Correct(Guid id, CorrectClientForm body)
    {
        await SendAsync(body.For(id));
        return NoContent();
    }
}
