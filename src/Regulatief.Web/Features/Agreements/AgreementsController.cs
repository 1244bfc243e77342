using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Agreements;

[Authorize(Policies.LoggedIn)]
public sealed class AgreementsController(Texts texts) : PageController
{
    [HttpGet("/trajecten/{id:guid}/afspraken/nieuw"), Authorize(Policies.ProbationOfficer)]
    public async Task<IActionResult> Propose(Guid id) => View(await ProposalPageOf(id));

    [HttpPost("/trajecten/{id:guid}/afspraken"), Authorize(Policies.ProbationOfficer)]
    public Task<IActionResult> Propose(Guid id, AgreementProposal proposal) => SendAsync(
        new ProposeAgreementCommand(CaseId.From(id), proposal),
        result => ToAgreement(result.AgreementId.Value, "Agreements.WasProposed"),
        async () =>
        {
            proposal.CompleteRows();
            return View(nameof(Propose), await ProposalPageOf(id) with { Proposal = proposal });
        });

    [HttpGet("/afspraken/{id:guid}")]
    public async Task<IActionResult> Show(Guid id) => View(User.IsInRole(nameof(AccountRole.Client)) ? "ShowPlain" : nameof(Show), await PageOf(id));

    [HttpPost("/afspraken/{id:guid}/tekenen"), Authorize(Policies.PartyOfCases)]
    public Task<IActionResult> Sign(Guid id, string? inOwnWords) => SendAsync(
        new SignAgreementCommand(AgreementId.From(id), InOwnWords: inOwnWords),
        result => ToAgreement(id, result.StillToSign.Count == 0 ? "Agreements.AllSigned" : "Agreements.WasSigned"),
        () => Show(id));

    /// <summary>The plain text on the professional's device, for a client who signs there.</summary>
    [HttpGet("/afspraken/{id:guid}/samen-tekenen"), Authorize(Policies.ProbationOfficer)]
    public async Task<IActionResult> SignTogether(Guid id) => View((await PageOf(id)).Sheet);

    [HttpPost("/afspraken/{id:guid}/samen-tekenen"), Authorize(Policies.ProbationOfficer)]
    public Task<IActionResult> SignTogether(Guid id, string? inOwnWords, bool clientConfirms) => SendAsync(
        new SignAgreementCommand(AgreementId.From(id), ForClient: true, inOwnWords, clientConfirms),
        result => ToAgreement(id, result.StillToSign.Count == 0 ? "Agreements.AllSigned" : "Agreements.ClientSigned"),
        () => SignTogether(id));

    [HttpPost("/afspraken/{id:guid}/weigeren"), Authorize(Policies.PartyOfCases)]
    public Task<IActionResult> Refuse(Guid id, string? reason) => SendAsync(
        new RefuseAgreementCommand(AgreementId.From(id), reason), _ => ToAgreement(id, "Agreements.WasRefused"), () => Show(id));

    [HttpPost("/afspraken/{id:guid}/intrekken"), Authorize(Policies.PartyOfCases)]
    public Task<IActionResult> Withdraw(Guid id, string? reason) => SendAsync(
        new WithdrawAgreementCommand(AgreementId.From(id), reason), _ => ToAgreement(id, "Agreements.WasWithdrawn"), () => Show(id));

    private Task<AgreementPage> PageOf(Guid id) => Mediator.Send(new AgreementPageQuery(AgreementId.From(id)), HttpContext.RequestAborted);

    private Task<ProposalPage> ProposalPageOf(Guid caseId) => Mediator.Send(new ProposalPageQuery(CaseId.From(caseId)), HttpContext.RequestAborted);

    private LocalRedirectResult ToAgreement(Guid id, string noticeKey)
    {
        TempData["Notice"] = texts[noticeKey];
        return LocalRedirect($"/afspraken/{id}");
    }
}
