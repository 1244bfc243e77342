using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseHandovers;

[Authorize(Policies.Staff)]
public sealed class CaseHandoversApiController : ApiController
{
    /// <summary>The hand-overs of cases that wait for or come from the caller, and those that ended lately.</summary>
    [HttpGet("case-handovers")]
    public async Task<ActionResult<HandoverList>> List() => await SendAsync(new HandoverListQuery());

    /// <summary>One hand-over, with its text and checklist.</summary>
    [HttpGet("case-handovers/{id:guid}")]
    public async Task<ActionResult<HandoverPage>> Show(Guid id) => await SendAsync(new HandoverPageQuery(id));

    /// <summary>Puts cases to a colleague. What cannot be handed over is told in the answer, with a code, and keeps no other back.</summary>
    [HttpPost("case-handovers")]
    public async Task<ActionResult<HandOverCasesResult>> HandOver(HandOverBody body) => await SendAsync(new HandOverCasesCommand(
        body.OfficerId, body.SuccessorId, body.StartsOn, body.Cases?.Select(c => new CaseToHandOver(CaseId.From(c.CaseId), c.Text)).ToList()));

    /// <summary>Says yes: the case passes on its day.</summary>
    [HttpPost("case-handovers/{id:guid}/accept"), Authorize(Policies.ProbationOfficer)]
    public async Task<ActionResult<HandoverAnswer>> Accept(Guid id) => new HandoverAnswer(await SendAsync(new AcceptHandoverCommand(id)));

    /// <summary>Says no, and why.</summary>
    [HttpPost("case-handovers/{id:guid}/decline"), Authorize(Policies.ProbationOfficer)]
    public async Task<IActionResult> Decline(Guid id, DeclineHandoverBody body)
    {
        await SendAsync(new DeclineHandoverCommand(id, body.Reason));
        return NoContent();
    }

    /// <summary>Takes it back.</summary>
    [HttpPost("case-handovers/{id:guid}/withdraw")]
    public async Task<IActionResult> Withdraw(Guid id)
    {
        await SendAsync(new WithdrawHandoverCommand(id));
        return NoContent();
    }
}

/// <param name="OfficerId">Whose cases; null for the own ones.</param>
public sealed record HandOverBody(Guid? OfficerId, Guid? SuccessorId, DateOnly? StartsOn, IReadOnlyList<HandOverCaseBody>? Cases);

public sealed record HandOverCaseBody(Guid CaseId, string? Text);

public sealed record HandoverAnswer(HandoverStatus Status);

public sealed record DeclineHandoverBody(string? Reason);
