using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.VolunteerLeavings;

public sealed record ForSuccessorId(Guid Id);

[Authorize(Policies.PartyOfCases)]
public sealed class VolunteerLeavingsApiController : ApiController
{
    /// <summary>That the volunteer leaves on a day, and what is still to be done until then. A successor is named by completing the task.</summary>
    [HttpGet("cases/{id:guid}/leaving"), Authorize(Policies.AroundClient)]
    public Task<LeavingPage> Show(Guid id) => SendAsync(new LeavingPageQuery(CaseId.From(id)));

    /// <summary>The same for the client.</summary>
    [HttpGet("cases/{id:guid}/leaving/client"), Authorize(Policies.Client)]
    public Task<LeavingForClient> ShowToClient(Guid id) => SendAsync(new LeavingForClientQuery(CaseId.From(id)));

    [HttpPost("cases/{id:guid}/leaving/move"), Authorize(Policies.AroundClient)]
    public Task<IActionResult> Move(Guid id, MoveLeavingFields body) => DoneAsync(body.For(id));

    [HttpPost("cases/{id:guid}/leaving/take-back"), Authorize(Policies.AroundClient)]
    public Task<IActionResult> TakeBack(Guid id, ReasonFields body) => DoneAsync(new TakeBackLeavingCommand(CaseId.From(id), body.Reason));

    [HttpPost("cases/{id:guid}/leaving/for-successor"), Authorize(Policies.Volunteer)]
    public async Task<IActionResult> Write(Guid id, ForSuccessorFields body) =>
        Created($"/api/v1/cases/{id}/leaving", new ForSuccessorId(await SendAsync(new WriteForSuccessorCommand(CaseId.From(id), body.Words))));

    [HttpPost("cases/{id:guid}/leaving/for-successor/{item:guid}/remove"), Authorize(Policies.Volunteer)]
    public Task<IActionResult> Remove(Guid id, Guid item) => DoneAsync(new RemoveForSuccessorCommand(CaseId.From(id), item));

    /// <summary>What the client says of it; by the professional of a client who has no account.</summary>
    [HttpPost("cases/{id:guid}/leaving/for-successor/{item:guid}/answer")]
    public Task<IActionResult> Answer(Guid id, Guid item, AgreedFields body) => DoneAsync(new AnswerForSuccessorCommand(CaseId.From(id), item, body.IsAgreed));

    [HttpPost("cases/{id:guid}/leaving/own-notes"), Authorize(Policies.Volunteer)]
    public Task<IActionResult> ChooseNotes(Guid id, OwnNotesFields body) => DoneAsync(new ChooseOwnNotesCommand(CaseId.From(id), body.ThrowsAway));

    [HttpPost("cases/{id:guid}/leaving/joint-talk"), Authorize(Policies.AroundClient)]
    public Task<IActionResult> RecordTalk(Guid id, TalkFields body) => DoneAsync(body.For(id));

    [HttpPost("cases/{id:guid}/leaving/seek-again"), Authorize(Policies.Coordinator)]
    public Task<IActionResult> SeekAgain(Guid id) => DoneAsync(new SeekSuccessorAgainCommand(CaseId.From(id)));

    /// <summary>From whom the caller takes over soon.</summary>
    [HttpGet("successions/mine"), Authorize(Policies.Volunteer)]
    public Task<IReadOnlyList<OwnSuccession>> Successions() => SendAsync(new OwnSuccessionsQuery());

    /// <summary>The caller's own notes, to take along.</summary>
    [HttpGet("own-notes"), Authorize(Policies.Volunteer)]
    public Task<OwnNotesPage> Notes() => SendAsync(new OwnNotesPageQuery());

    private async Task<IActionResult> DoneAsync(MediatR.IRequest<CaseId> command)
    {
        await SendAsync(command);
        return NoContent();
    }
}
