using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseActions;

/// <param name="LastDay">Null for today.</param>
public sealed record LeavingBody(string? Reason, DateOnly? LastDay);

[Authorize(Policies.AroundClient)]
public sealed class CaseActionsApiController : ApiController
{
    /// <summary>The volunteer stops: on a day to come, until which a successor is looked for, or today.</summary>
    [HttpPost("cases/{id:guid}/leaving")]
    public async Task<IActionResult> LetVolunteerLeave(Guid id, LeavingBody body)
    {
        await SendAsync(new LetVolunteerLeaveCommand(CaseId.From(id), body.Reason, body.LastDay));
        return NoContent();
    }
}
