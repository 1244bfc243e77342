using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Regulatief.Cases.Cases;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Cases;

public sealed class CasesApiController : ApiController
{
    /// <summary>Opens a trajectory and starts its cycle.</summary>
    [HttpPost("cases"), Authorize(Policies.CaseWorkers)]
    public async Task<IActionResult> Start(StartCaseCommand command)
    {
        var result = await SendAsync(command);
        return Created($"/api/v1/cases/{result.CaseId}", result);
    }

    /// <summary>The cases that the caller may see, narrowed by numbers and choices.</summary>
    [HttpGet("cases"), Authorize(Policies.CaseReaders)]
    public async Task<ActionResult<FindCasesResult>> List(
        CasePhase? phase, int? number, bool mine = false, bool overdue = false, bool withoutVolunteer = false, bool closed = false, int page = 1) =>
        await SendAsync(new FindCasesQuery(phase, number, mine, overdue, withoutVolunteer, closed, Page: page));

    /// <summary>The same by words: names stand in the body, never in an address.</summary>
    [HttpPost("cases/search"), ChangesNothing, Authorize(Policies.CaseWorkers), EnableRateLimiting(Limits.Search)]
    public async Task<ActionResult<FindCasesResult>> Search(SearchCasesBody body) => await SendAsync(new FindCasesQuery(Words: body.Words ?? "", Page: body.Page));

    /// <summary>One case, as the role of the caller sees it.</summary>
    [HttpGet("cases/{id:guid}"), Authorize(Policies.CaseReaders)]
    public async Task<ActionResult<CaseSummary>> Show(Guid id) => await SendAsync(new CaseSummaryQuery(CaseId.From(id)));

    /// <summary>What happened, the newest first.</summary>
    [HttpGet("cases/{id:guid}/timeline"), Authorize(Policies.CaseReaders)]
    public async Task<ActionResult<CaseTimelineResult>> Timeline(Guid id, int page = 1) => await SendAsync(new CaseTimelineQuery(CaseId.From(id), page));
}

public sealed record SearchCasesBody(string? Words, int Page = 1);
