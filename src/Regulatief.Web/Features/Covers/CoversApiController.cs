using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Covers;

/// <param name="AbsentId">Null for oneself.</param>
/// <param name="Role">Of an absent one who has more roles; null where there is one for which the caller names somebody.</param>
/// <param name="CoveredById">Null for nobody: the work waits.</param>
public sealed record CoverBody(Guid? AbsentId, AccountRole? Role, Guid? CoveredById, DateOnly? From, DateOnly? Until);

[Authorize(Policies.Staff)]
public sealed class CoversApiController : ApiController
{
    /// <summary>Who is away now or ahead, and who covers, as far as the caller may know.</summary>
    [HttpGet("covers")]
    public async Task<IReadOnlyList<CoverItem>> List() => (await SendAsync(new CoverListQuery())).Items;

    [HttpPost("covers")]
    public async Task<IActionResult> Name(CoverBody body)
    {
        var id = await SendAsync(new NameCoverCommand(body.AbsentId, body.CoveredById, body.From, body.Until) { Role = body.Role });
        return Created("/api/v1/covers", new { id });
    }

    [HttpPost("covers/{id:guid}/end")]
    public async Task<IActionResult> End(Guid id)
    {
        await SendAsync(new EndCoverCommand(id));
        return NoContent();
    }
}
