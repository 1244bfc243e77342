using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.ClientRequests;

[Authorize(Policies.PartyOfCases)]
public sealed class ClientRequestsApiController : ApiController
{
    /// <summary>What the client asks of the professional, who sends corrections and objections for a client without an account.</summary>
    [HttpPost("cases/{id:guid}/requests")]
    public Task<MakeClientRequestResult> Make(Guid id, ClientRequestBody body) =>
        SendAsync(new MakeClientRequestCommand(CaseId.From(id), body.Kind, body.Words, body.About, body.AboutId));

    /// <summary>What a correction or an objection may be about.</summary>
    [HttpGet("cases/{id:guid}/requests/subjects")]
    public async Task<IReadOnlyList<ClientRequestSubject>> Subjects(Guid id) =>
        (await SendAsync(new ClientRequestPageQuery(CaseId.From(id), ClientRequestKind.Objection))).Subjects;

    [HttpPost("cases/{id:guid}/requests/{request:guid}/take-back")]
    public async Task<IActionResult> TakeBack(Guid id, Guid request)
    {
        await SendAsync(new TakeBackClientRequestCommand(CaseId.From(id), request));
        return NoContent();
    }

    public sealed record ClientRequestBody(ClientRequestKind Kind, string? Words, ClientRequestAbout? About, Guid? AboutId);
}
