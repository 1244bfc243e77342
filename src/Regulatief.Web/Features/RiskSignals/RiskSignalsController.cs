using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.RiskSignals;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.RiskSignals;

[Authorize(Policies.PartyOfCases)]
public sealed class RiskSignalsController(Texts texts) : PageController
{
    [HttpGet("/trajecten/{caseId:guid}/signalen/nieuw"), Authorize(Policies.Volunteer)]
    public Task<IActionResult> Note(Guid caseId) => NotePage(caseId, null);

    [HttpPost("/trajecten/{caseId:guid}/signalen/nieuw"), Authorize(Policies.Volunteer)]
    public Task<IActionResult> Note(Guid caseId, [Bind(Prefix = "Form")] NoteRiskSignalForm form) =>
        SendAsync(form.For(caseId), signal => Done(signal, "Noted"), () => NotePage(caseId, form), "Form.");

    [HttpGet("/signalen/{id:guid}")]
    public async Task<IActionResult> Show(Guid id)
    {
        if (User.IsInRole(nameof(AccountRole.Volunteer))) return await OfVolunteer(id);
        if (User.IsInRole(nameof(AccountRole.Client)))
            return View("RiskSignalForClient", await Mediator.Send(new RiskSignalForClientQuery(RiskSignalId.From(id)), HttpContext.RequestAborted));
        return await ForRecipient(id);
    }

    [HttpPost("/signalen/{id:guid}/bespreken"), Authorize(Policies.Volunteer)]
    public Task<IActionResult> Discuss(Guid id, [Bind(Prefix = "Discuss")] DiscussRiskSignalForm form) =>
        SendAsync(form.For(id), signal => Done(signal, "Discussed"), () => OfVolunteer(id, page => page with { Discuss = form }), "Discuss.");

    [HttpPost("/signalen/{id:guid}/niet-bereikt"), Authorize(Policies.Volunteer)]
    public Task<IActionResult> RecordAttempt(Guid id, [Bind(Prefix = "Attempt")] FailedAttemptForm form) =>
        SendAsync(form.For(id), signal => Done(signal, "AttemptRecorded"), () => OfVolunteer(id, page => page with { Attempt = form }), "Attempt.");

    [HttpPost("/signalen/{id:guid}/delen"), Authorize(Policies.AroundClient)]
    public Task<IActionResult> Share(Guid id, [Bind(Prefix = "Share")] ShareRiskSignalForm form) =>
        SendAsync(form.For(id), result => Done(result.SignalId, "Shared"), () => ShareAgain(id, form), "Share.");

    [HttpPost("/signalen/{id:guid}/onder-ons"), Authorize(Policies.Volunteer)]
    public Task<IActionResult> Keep(Guid id) => SendAsVolunteer(id, new KeepBetweenUsCommand(RiskSignalId.From(id)), "Kept");

    [HttpPost("/signalen/{id:guid}/intrekken"), Authorize(Policies.Volunteer)]
    public Task<IActionResult> Withdraw(Guid id) => SendAsVolunteer(id, new WithdrawRiskSignalCommand(RiskSignalId.From(id)), "Withdrawn");

    [HttpPost("/signalen/{id:guid}/bevestigen"), Authorize(Policies.CaseWorkers)]
    public Task<IActionResult> Acknowledge(Guid id) =>
        SendAsync(new AcknowledgeRiskSignalCommand(RiskSignalId.From(id)), signal => Done(signal, "Acknowledged"), () => ForRecipient(id));

    [HttpPost("/signalen/{id:guid}/beoordelen"), Authorize(Policies.CaseWorkers)]
    public Task<IActionResult> Assess(Guid id, [Bind(Prefix = "Assess")] AssessRiskSignalForm form) =>
        SendAsync(form.For(id), signal => Done(signal, "Assessed"), () => ForRecipient(id, page => page with { Assess = form }), "Assess.");

    [HttpPost("/signalen/{id:guid}/afsluiten"), Authorize(Policies.CaseWorkers)]
    public Task<IActionResult> Close(Guid id, [Bind(Prefix = "Close")] CloseRiskSignalForm form) =>
        SendAsync(form.For(id), signal => Done(signal, "Closed"), () => ForRecipient(id, page => page with { Close = form }), "Close.");

    private Task<IActionResult> SendAsVolunteer(Guid id, IRequest<RiskSignalId> command, string done) =>
        SendAsync(command, signal => Done(signal, done), () => OfVolunteer(id));

    private Task<IActionResult> ShareAgain(Guid id, ShareRiskSignalForm form) => User.IsInRole(nameof(AccountRole.Volunteer))
        ? OfVolunteer(id, page => page with { Share = form with { Exception = form.Exception ?? page.Share.Exception } })
        : ForRecipient(id, page => page with { Share = form });

    private LocalRedirectResult Done(RiskSignalId id, string what)
    {
        TempData["Notice"] = texts[$"RiskSignals.Done.{what}"];
        return LocalRedirect($"/signalen/{id}");
    }

    private async Task<IActionResult> NotePage(Guid caseId, NoteRiskSignalForm? form)
    {
        var page = await Mediator.Send(new NoteRiskSignalPageQuery(CaseId.From(caseId)), HttpContext.RequestAborted);
        return View("NoteRiskSignal", form is null ? page : page with { Form = form });
    }

    private async Task<IActionResult> OfVolunteer(Guid id, Func<RiskSignalOfVolunteer, RiskSignalOfVolunteer>? with = null)
    {
        var page = await Mediator.Send(new RiskSignalOfVolunteerQuery(RiskSignalId.From(id)), HttpContext.RequestAborted);
        return View("RiskSignalOfVolunteer", with?.Invoke(page) ?? page);
    }

    private async Task<IActionResult> ForRecipient(Guid id, Func<RiskSignalForRecipient, RiskSignalForRecipient>? with = null)
    {
        var page = await Mediator.Send(new RiskSignalForRecipientQuery(RiskSignalId.From(id)), HttpContext.RequestAborted);
        return View("RiskSignalForRecipient", with?.Invoke(page) ?? page);
    }
}
