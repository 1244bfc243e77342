using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.VolunteerActivities;

public sealed record LoggedActivity(Guid Id);

/// <param name="Total">Of all pages.</param>
public sealed record ActivityList(IReadOnlyList<ListedActivity> Items, int Page, int PageSize, int Total);

[Authorize(Policies.ActivityReaders)]
public sealed class VolunteerActivitiesApiController : ApiController
{
    [HttpGet("cases/{caseId:guid}/activities")]
    public async Task<ActivityList> List(Guid caseId, int page = 1)
    {
        var result = await SendAsync(new ListVolunteerActivitiesQuery(CaseId.From(caseId), page));
        return new ActivityList(result.Items, result.Page, result.PageSize, result.Total);
    }

    [HttpPost("cases/{caseId:guid}/activities"), Authorize(Policies.Volunteer)]
    public async Task<IActionResult> Log(Guid caseId, VolunteerActivityForm form)
    {
        var id = await SendAsync(form.For(caseId));
        return Created($"/api/v1/cases/{caseId}/activities", new LoggedActivity(id));
    }
}
