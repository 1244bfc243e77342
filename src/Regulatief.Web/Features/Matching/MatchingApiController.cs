using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Matching;

public sealed record AskVolunteerBody(Guid? VolunteerId, string? Motivation);

public sealed record MatchProposalId(Guid Id);

[Authorize(Policies.PartyOfCases)]
public sealed class MatchingApiController : ApiController
{
    /// <summary>The clients for whom a volunteer is looked for, the longest waiting first.</summary>
    [HttpGet("waiting-list"), Authorize(Policies.Coordinator)]
    public Task<WaitingList> Waiting() => SendAsync(new WaitingListQuery());

    /// <summary>Asks a volunteer, within the step of finding one. Who can be asked, with the reasons, stands in the choices of that step.</summary>
    [HttpPost("tasks/{id:guid}/match-proposals"), Authorize(Policies.Coordinator)]
    public async Task<IActionResult> Ask(Guid id, AskVolunteerBody body)
    {
        var proposal = await SendAsync(new AskVolunteerCommand(HumanTaskId.From(id), body.VolunteerId, body.Motivation));
        return Created($"/api/v1/match-proposals/{proposal}", new MatchProposalId(proposal));
    }

    [HttpGet("match-proposals/{id:guid}"), Authorize(Policies.Coordinator)]
    public Task<MatchProposalPage> Show(Guid id) => SendAsync(new MatchProposalPageQuery(id));

    /// <summary>When and where the two meet for the first time.</summary>
    [HttpPost("match-proposals/{id:guid}/first-meeting"), Authorize(Policies.Coordinator)]
    public async Task<IActionResult> Plan(Guid id, FirstMeetingFields body)
    {
        await SendAsync(new PlanFirstMeetingCommand(id, body.On, body.At, body.Place));
        return NoContent();
    }

    [HttpPost("match-proposals/{id:guid}/withdraw"), Authorize(Policies.Coordinator)]
    public async Task<IActionResult> Withdraw(Guid id, WithdrawFields body)
    {
        await SendAsync(new WithdrawMatchProposalCommand(id, body.Reason, body.Seen));
        return NoContent();
    }

    /// <summary>What the volunteer is asked: null when nothing.</summary>
    [HttpGet("match-proposals/mine"), Authorize(Policies.Volunteer)]
    public async Task<OwnMatchProposal?> Mine() => (await SendAsync(new OwnMatchProposalsQuery())).Proposal;

    /// <summary>The volunteer's answer.</summary>
    [HttpPost("match-proposals/{id:guid}/answer"), Authorize(Policies.Volunteer)]
    public Task<MatchProposalAnswered> Answer(Guid id, AnswerFields body) => SendAsync(new AnswerMatchProposalCommand(id, body.IsYes, body.Reason));

    /// <summary>The client's answer; written down by the coordinator of who has no account.</summary>
    [HttpPost("match-proposals/{id:guid}/decide")]
    public Task<MatchProposalAnswered> Decide(Guid id, AnswerFields body) => SendAsync(new DecideMatchProposalCommand(id, body.IsYes, body.Reason));

    /// <summary>Who is proposed to the client.</summary>
    [HttpGet("cases/{id:guid}/match-proposal"), Authorize(Policies.Client)]
    public Task<MatchForClient> ForClient(Guid id) => SendAsync(new MatchForClientQuery(CaseId.From(id)));

    /// <summary>What the client agreed that a volunteer may know beforehand.</summary>
    [HttpGet("cases/{id:guid}/match-profile"), Authorize(Policies.ProbationOfficer)]
    public async Task<MatchProfileFields> Profile(Guid id) => (await SendAsync(new MatchProfilePageQuery(CaseId.From(id)))).Form;

    [HttpPost("cases/{id:guid}/match-profile"), Authorize(Policies.ProbationOfficer)]
    public async Task<IActionResult> SaveProfile(Guid id, MatchProfileFields body)
    {
        await SendAsync(body.For(CaseId.From(id)));
        return NoContent();
    }
}
