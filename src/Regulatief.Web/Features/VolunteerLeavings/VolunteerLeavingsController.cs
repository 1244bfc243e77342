using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.VolunteerLeavings;

/// <summary>What is done between the word that a volunteer stops and the day itself. That it is said is an action of the case.</summary>
[Authorize(Policies.AroundClient)]
public sealed class VolunteerLeavingsController(Texts texts) : PageController
{
    private const string Address = "/trajecten/{id:guid}/wisseling";

    [HttpGet(Address)]
    public async Task<IActionResult> Show(Guid id) => View("LeavingPage", await PageOf(id));

    [HttpPost(Address + "/dag")]
    public Task<IActionResult> Move(Guid id, [Bind(Prefix = nameof(LeavingPage.Move))] MoveLeavingFields form) => SendAsync(
        form.For(id), _ => Done(id, "Leavings.WasMoved"), async () => View("LeavingPage", await PageOf(id) with { Move = form }), $"{nameof(LeavingPage.Move)}.");

    [HttpPost(Address + "/blijft")]
    public Task<IActionResult> TakeBack(Guid id, [Bind(Prefix = nameof(LeavingPage.Stay))] ReasonFields form) => SendAsync(
        new TakeBackLeavingCommand(CaseId.From(id), form.Reason), _ => Done(id, "Leavings.WasTakenBack"),
        async () => View("LeavingPage", await PageOf(id) with { Stay = form }), $"{nameof(LeavingPage.Stay)}.");

    [HttpPost(Address + "/voor-opvolger"), Authorize(Policies.Volunteer)]
    public Task<IActionResult> Write(Guid id, [Bind(Prefix = nameof(LeavingPage.Item))] ForSuccessorFields form) => SendAsync(
        new WriteForSuccessorCommand(CaseId.From(id), form.Words), _ => Done(id, "Leavings.WasWritten"),
        async () => View("LeavingPage", await PageOf(id) with { Item = form }), $"{nameof(LeavingPage.Item)}.");

    [HttpPost(Address + "/voor-opvolger/{item:guid}/weggooien"), Authorize(Policies.Volunteer)]
    public Task<IActionResult> Remove(Guid id, Guid item) => SendAsync(new RemoveForSuccessorCommand(CaseId.From(id), item), _ => Done(id, "Leavings.WasRemoved"), () => Show(id));

    [HttpPost(Address + "/voor-opvolger/{item:guid}/antwoord"), Authorize(Policies.ProbationOfficer)]
    public Task<IActionResult> Answer(Guid id, Guid item, bool? isAgreed) =>
        SendAsync(new AnswerForSuccessorCommand(CaseId.From(id), item, isAgreed), _ => Done(id, "Leavings.WasAnswered"), () => Show(id));

    [HttpPost(Address + "/notities"), Authorize(Policies.Volunteer)]
    public Task<IActionResult> ChooseNotes(Guid id, bool? throwsAway) =>
        SendAsync(new ChooseOwnNotesCommand(CaseId.From(id), throwsAway), _ => Done(id, "Leavings.NotesChosen"), () => Show(id));

    [HttpPost(Address + "/gesprek")]
    public Task<IActionResult> RecordTalk(Guid id, [Bind(Prefix = nameof(LeavingPage.Talk))] TalkFields form) => SendAsync(
        form.For(id), _ => Done(id, "Leavings.TalkRecorded"), async () => View("LeavingPage", await PageOf(id) with { Talk = form }), $"{nameof(LeavingPage.Talk)}.");

    [HttpPost(Address + "/opnieuw-zoeken"), Authorize(Policies.Coordinator)]
    public Task<IActionResult> SeekAgain(Guid id) => SendAsync(new SeekSuccessorAgainCommand(CaseId.From(id)), _ => Done(id, "Leavings.SoughtAgain"), () => Show(id));

    private Task<LeavingPage> PageOf(Guid id) => Mediator.Send(new LeavingPageQuery(CaseId.From(id)), HttpContext.RequestAborted);

    private LocalRedirectResult Done(Guid id, string key)
    {
        TempData["Notice"] = texts[key];
        return LocalRedirect($"/trajecten/{id}/wisseling");
    }
}
