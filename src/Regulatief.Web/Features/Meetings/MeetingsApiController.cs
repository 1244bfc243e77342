using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Meetings;

[Authorize(Policies.PartyOfCases)]
public sealed class MeetingsApiController : ApiController
{
    /// <summary>The driegesprekken of the caller's cases from a day to a day, both inclusive, at most 62 days.</summary>
    [HttpGet("meetings")]
    public async Task<ActionResult<Diary>> List(DateOnly from, DateOnly until) => await SendAsync(new DiaryQuery(from, until));

    /// <summary>One that is still to come.</summary>
    [HttpGet("meetings/{id:guid}")]
    public async Task<ActionResult<MeetingPage>> Show(Guid id) => await SendAsync(new MeetingPageQuery(MeetingId.From(id)));

    /// <summary>Asks the others to meet then and there. What speaks against it is told as an error of <c>despite</c>, until that is true.</summary>
    [HttpPost("meetings/{id:guid}/proposals")]
    public async Task<ActionResult<ProposedMeeting>> Propose(Guid id, ProposeMeetingBody body) => new ProposedMeeting(await SendAsync(
        new ProposeMeetingCommand(MeetingId.From(id), body.On, body.At, body.Minutes, body.Place, body.PlaceInWords, body.Reason, body.Despite)));

    /// <summary>The caller, or the client whom they asked, can be there.</summary>
    [HttpPost("meetings/{id:guid}/proposals/{proposal:guid}/agree")]
    public async Task<ActionResult<AgreedMeeting>> Agree(Guid id, Guid proposal, AgreeToMeetingBody body) => new AgreedMeeting(await SendAsync(
        new AgreeToMeetingCommand(MeetingId.From(id), MeetingProposalId.From(proposal), body.ForClient)));

    /// <summary>Takes back what the caller proposed.</summary>
    [HttpPost("meetings/{id:guid}/proposals/{proposal:guid}/withdraw")]
    public async Task<IActionResult> Withdraw(Guid id, Guid proposal)
    {
        await SendAsync(new WithdrawProposalCommand(MeetingId.From(id), MeetingProposalId.From(proposal)));
        return NoContent();
    }

    /// <summary>It cannot be at the agreed time, and there is no other yet.</summary>
    [HttpPost("meetings/{id:guid}/call-off")]
    public async Task<IActionResult> CallOff(Guid id, CallOffMeetingBody body)
    {
        await SendAsync(new CallOffMeetingCommand(MeetingId.From(id), body.Reason));
        return NoContent();
    }
}

/// <param name="On">Europe/Amsterdam, as <paramref name="At"/>.</param>
/// <param name="Reason">Asked where a time was agreed.</param>
public sealed record ProposeMeetingBody(DateOnly? On, TimeOnly? At, int? Minutes, LocationType? Place, string? PlaceInWords, string? Reason, bool Despite);

public sealed record ProposedMeeting(MeetingProposalId ProposalId);

/// <param name="ForClient">The professional asked the client, who said yes.</param>
public sealed record AgreeToMeetingBody(bool ForClient);

/// <param name="IsAgreed">Whether all said yes now.</param>
public sealed record AgreedMeeting(bool IsAgreed);

public sealed record CallOffMeetingBody(string? Reason);
