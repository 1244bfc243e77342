using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.RiskSignals;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.RiskSignals;

public sealed record NotedRiskSignal(Guid Id);

public sealed record SharedRiskSignal(Guid Id, SharingGround Ground);

[Authorize(Policies.PartyOfCases)]
public sealed class RiskSignalsApiController : ApiController
{
    [HttpPost("cases/{caseId:guid}/risk-signals"), Authorize(Policies.Volunteer)]
    public async Task<IActionResult> Note(Guid caseId, NoteRiskSignalForm form)
    {
        var id = await SendAsync(form.For(caseId));
        return Created($"/api/v1/risk-signals/{id}", new NotedRiskSignal(id.Value));
    }

    [HttpGet("risk-signals/{id:guid}")]
    public Task<ShowRiskSignalResult> Show(Guid id) => SendAsync(new ShowRiskSignalQuery(RiskSignalId.From(id)));

    [HttpPost("risk-signals/{id:guid}/discuss"), Authorize(Policies.Volunteer)]
    public Task<IActionResult> Discuss(Guid id, DiscussRiskSignalForm form) => Carried(form.For(id));

    [HttpPost("risk-signals/{id:guid}/failed-attempt"), Authorize(Policies.Volunteer)]
    public Task<IActionResult> RecordAttempt(Guid id, FailedAttemptForm form) => Carried(form.For(id));

    [HttpPost("risk-signals/{id:guid}/confirm-unreachable"), Authorize(Policies.Coordinator)]
    public Task<IActionResult> ConfirmUnreachable(Guid id) => Carried(new ConfirmUnreachableCommand(RiskSignalId.From(id)));

    [HttpPost("risk-signals/{id:guid}/share"), Authorize(Policies.AroundClient)]
    public async Task<SharedRiskSignal> Share(Guid id, ShareRiskSignalForm form)
    {
        var result = await SendAsync(form.For(id));
        return new SharedRiskSignal(result.SignalId.Value, result.Ground);
    }

    [HttpPost("risk-signals/{id:guid}/keep"), Authorize(Policies.Volunteer)]
    public Task<IActionResult> Keep(Guid id) => Carried(new KeepBetweenUsCommand(RiskSignalId.From(id)));

    [HttpPost("risk-signals/{id:guid}/withdraw"), Authorize(Policies.Volunteer)]
    public Task<IActionResult> Withdraw(Guid id) => Carried(new WithdrawRiskSignalCommand(RiskSignalId.From(id)));

    [HttpPost("risk-signals/{id:guid}/acknowledge"), Authorize(Policies.CaseWorkers)]
    public Task<IActionResult> Acknowledge(Guid id) => Carried(new AcknowledgeRiskSignalCommand(RiskSignalId.From(id)));

    [HttpPost("risk-signals/{id:guid}/assess"), Authorize(Policies.CaseWorkers)]
    public Task<IActionResult> Assess(Guid id, AssessRiskSignalForm form) => Carried(form.For(id));

    [HttpPost("risk-signals/{id:guid}/close"), Authorize(Policies.CaseWorkers)]
    public Task<IActionResult> Close(Guid id, CloseRiskSignalForm form) => Carried(form.For(id));

    private async Task<IActionResult> Carried(IRequest<RiskSignalId> command)
    {
        await SendAsync(command);
        return NoContent();
    }
}
