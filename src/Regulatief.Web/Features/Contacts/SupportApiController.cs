using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Contacts;

public sealed record AskedSupportId(Guid Id);

[Authorize(Policies.SupportOfVolunteers)]
public sealed class SupportApiController : ApiController
{
    /// <summary>A volunteer's own requests for support; for a coordinator those of the volunteers of the own projects.</summary>
    [HttpGet("support-requests")]
    public async Task<IReadOnlyList<AskedSupport>> List() => (await SendAsync(new SupportPageQuery())).Requests;

    [HttpPost("support-requests"), Authorize(Policies.Volunteer)]
    public async Task<IActionResult> Ask(SupportFields body)
    {
        var request = await SendAsync(new AskSupportCommand(body.Words));
        return Created($"/api/v1/support-requests/{request}", new AskedSupportId(request));
    }

    [HttpGet("support-requests/{id:guid}"), Authorize(Policies.Coordinator)]
    public async Task<AskedSupport> Show(Guid id) => (await SendAsync(new ShowSupportQuery(id))).Request;

    [HttpPost("support-requests/{id:guid}/answer"), Authorize(Policies.Coordinator)]
    public async Task<IActionResult> Answer(Guid id, SupportAnswerFields body)
    {
        await SendAsync(new AnswerSupportCommand(id, body.Answer));
        return NoContent();
    }
}
