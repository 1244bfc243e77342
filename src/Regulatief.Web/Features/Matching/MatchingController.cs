using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.HumanTasks;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Matching;

/// <summary>How a coordinator asks volunteers, and brings them and clients together.</summary>
[Authorize(Policies.Coordinator)]
public sealed class MatchingController(Texts texts) : PageController
{
    private const string Asking = "/taken/{id:guid}/vragen/{volunteer:guid}";
    private const string OfProposal = "/voorstellen/{id:guid}";

    [HttpGet("/wachtlijst")]
    public async Task<IActionResult> Waiting() => View("WaitingList", await Mediator.Send(new WaitingListQuery(), HttpContext.RequestAborted));

    [HttpGet(Asking)]
    public async Task<IActionResult> AskPage(Guid id, Guid volunteer) => View("AskVolunteer", await AskPageOf(id, volunteer));

    [HttpPost(Asking)]
    public Task<IActionResult> Ask(Guid id, Guid volunteer, [Bind(Prefix = nameof(AskVolunteerPage.Form))] AskVolunteerFields form) => SendAsync(
        new AskVolunteerCommand(HumanTaskId.From(id), volunteer, form.Motivation), proposal => Done(proposal, "Matching.Asked"),
        async () => View("AskVolunteer", await AskPageOf(id, volunteer) with { Form = form }), $"{nameof(AskVolunteerPage.Form)}.");

    [HttpGet(OfProposal)]
    public async Task<IActionResult> Show(Guid id) => View("MatchProposal", await PageOf(id));

    [HttpPost(OfProposal + "/ontmoeting")]
    public Task<IActionResult> Plan(Guid id, [Bind(Prefix = nameof(MatchProposalPage.Meeting))] FirstMeetingFields form) => SendAsync(
        new PlanFirstMeetingCommand(id, form.On, form.At, form.Place), _ => Done(id, "Matching.Planned"),
        async () => View("MatchProposal", await PageOf(id) with { Meeting = form }), $"{nameof(MatchProposalPage.Meeting)}.");

    [HttpPost(OfProposal + "/antwoord-client")]
    public Task<IActionResult> Decide(Guid id, [Bind(Prefix = nameof(MatchProposalPage.Answer))] AnswerFields form) => SendAsync(
        new DecideMatchProposalCommand(id, form.IsYes, form.Reason), _ => Done(id, "Matching.Recorded"),
        async () => View("MatchProposal", await PageOf(id) with { Answer = form }), $"{nameof(MatchProposalPage.Answer)}.");

    [HttpPost(OfProposal + "/intrekken")]
    public Task<IActionResult> Withdraw(Guid id, [Bind(Prefix = nameof(MatchProposalPage.Withdrawal))] WithdrawFields form) => SendAsync(
        new WithdrawMatchProposalCommand(id, form.Reason, form.Seen), _ => Done(id, "Matching.Withdrawn"),
        async () => View("MatchProposal", await PageOf(id) with { Withdrawal = form }), $"{nameof(MatchProposalPage.Withdrawal)}.");

    private Task<AskVolunteerPage> AskPageOf(Guid id, Guid volunteer) => Mediator.Send(new AskVolunteerPageQuery(HumanTaskId.From(id), volunteer), HttpContext.RequestAborted);

    private Task<MatchProposalPage> PageOf(Guid id) => Mediator.Send(new MatchProposalPageQuery(id), HttpContext.RequestAborted);

    private LocalRedirectResult Done(Guid proposal, string key)
    {
        TempData["Notice"] = texts[key];
        return LocalRedirect($"/voorstellen/{proposal}");
    }
}
