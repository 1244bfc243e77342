using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Contacts;

public sealed record AskedContactId(Guid Id);

[Authorize(Policies.AroundClient)]
public sealed class ContactRequestsApiController : ApiController
{
    /// <summary>What volunteer and professional asked each other, the newest first.</summary>
    [HttpGet("cases/{id:guid}/contact-requests")]
    public async Task<IReadOnlyList<AskedContact>> List(Guid id) => (await SendAsync(new ContactRequestsPageQuery(CaseId.From(id)))).Requests;

    /// <summary>The answer is given by completing the task that comes of it.</summary>
    [HttpPost("cases/{id:guid}/contact-requests")]
    public async Task<IActionResult> Ask(Guid id, ContactRequestFields body)
    {
        var request = await SendAsync(body.For(id));
        return Created($"/api/v1/cases/{id}/contact-requests", new AskedContactId(request));
    }

    /// <summary>Takes back what the caller asked, while nobody answered.</summary>
    [HttpPost("cases/{id:guid}/contact-requests/{request:guid}/take-back")]
    public async Task<IActionResult> TakeBack(Guid id, Guid request)
    {
        await SendAsync(new TakeBackContactRequestCommand(CaseId.From(id), request));
        return NoContent();
    }
}
