using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Agreements;

[Authorize(Policies.CaseReaders)]
public sealed class AgreementsApiController : ApiController
{
    [HttpGet("cases/{id:guid}/agreements")]
    public Task<AgreementsOfCase> List(Guid id) => SendAsync(new AgreementsOfCaseQuery(CaseId.From(id)));

    [HttpGet("agreements/{id:guid}")]
    public async Task<AgreementSheet> Show(Guid id) => (await SendAsync(new AgreementPageQuery(AgreementId.From(id)))).Sheet;

    [HttpPost("cases/{id:guid}/agreements"), Authorize(Policies.ProbationOfficer)]
    public async Task<IActionResult> Propose(Guid id, AgreementProposal proposal)
    {
        var result = await SendAsync(new ProposeAgreementCommand(CaseId.From(id), proposal));
        return CreatedAtAction(nameof(Show), new { id = result.AgreementId.Value }, result);
    }

    /// <summary>A party with the own account needs no body; <c>forClient</c> asks for <c>inOwnWords</c> and <c>clientConfirms</c>.</summary>
    [HttpPost("agreements/{id:guid}/sign"), Authorize(Policies.PartyOfCases)]
    public Task<SignAgreementResult> Sign(Guid id, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] SignatureBody? body) =>
        SendAsync(new SignAgreementCommand(AgreementId.From(id), body?.ForClient ?? false, body?.InOwnWords, body?.ClientConfirms ?? false));

    [HttpPost("agreements/{id:guid}/refuse"), Authorize(Policies.PartyOfCases)]
    public Task<AgreementEndedResult> Refuse(Guid id, ReasonBody body) => SendAsync(new RefuseAgreementCommand(AgreementId.From(id), body.Reason));

    [HttpPost("agreements/{id:guid}/withdraw"), Authorize(Policies.PartyOfCases)]
    public Task<AgreementEndedResult> Withdraw(Guid id, ReasonBody body) => SendAsync(new WithdrawAgreementCommand(AgreementId.From(id), body.Reason));

    public sealed record SignatureBody(bool ForClient, string? InOwnWords, bool ClientConfirms);

    public sealed record ReasonBody(string? Reason);
}
