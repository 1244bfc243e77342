using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Contacts;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Contacts;

[Authorize(Policies.PartyOfCases)]
public sealed class ContactsApiController : ApiController
{
    /// <summary>Who is in a case, and how they are reached as far as the caller may know.</summary>
    [HttpGet("cases/{id:guid}/contacts"), Authorize(Policies.CaseReaders)]
    public Task<IReadOnlyList<PartyContact>> List(Guid id) => SendAsync(new CaseContactsQuery(CaseId.From(id)));

    /// <summary>How the client is reached: what is left out is known no more.</summary>
    [HttpPost("cases/{id:guid}/contacts/client")]
    public async Task<IActionResult> Save(Guid id, ClientContactForm body)
    {
        await SendAsync(body.For(id));
        return NoContent();
    }

    /// <summary>The client agrees that their volunteer may know how to reach them.</summary>
    [HttpPost("cases/{id:guid}/contacts/consent"), Authorize(Policies.ProbationOfficer)]
    public async Task<IActionResult> GiveConsent(Guid id, ConsentForm body)
    {
        await SendAsync(new GiveContactConsentCommand(CaseId.From(id), body.GivenOn));
        return NoContent();
    }

    [HttpPost("cases/{id:guid}/contacts/consent/take-back")]
    public async Task<IActionResult> TakeBackConsent(Guid id)
    {
        await SendAsync(new TakeBackContactConsentCommand(CaseId.From(id)));
        return NoContent();
    }
}
