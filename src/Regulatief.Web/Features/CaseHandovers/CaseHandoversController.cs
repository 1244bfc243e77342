using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseHandovers;

/// <summary>The fields of the form, as they were typed.</summary>
public sealed class HandOverForm
{
    public Guid? OfficerId { get; set; }

    public Guid? SuccessorId { get; set; }

    public DateOnly? StartsOn { get; set; }

    /// <summary>All of them, whatever is ticked.</summary>
    public bool All { get; set; }

    public List<HandOverItem> Cases { get; set; } = [];
}

public sealed class HandOverItem
{
    public Guid CaseId { get; set; }

    public bool IsChosen { get; set; }

    public string? Text { get; set; }
}

public sealed record CaseloadPage(HandoverPreparation Preparation, HandOverForm Form);

public sealed record ShownHandover(HandoverPage Handover, string? Reason);

[Authorize(Policies.Staff)]
public sealed class CaseHandoversController(Texts texts) : PageController
{
    [HttpGet("/overdracht")]
    public async Task<IActionResult> List() => View("HandoverList", await Mediator.Send(new HandoverListQuery(), HttpContext.RequestAborted));

    [HttpGet("/overdracht/nieuw")]
    public Task<IActionResult> Prepare([FromQuery(Name = "van")] Guid? officer) => FormOf(new HandOverForm { OfficerId = officer });

    [HttpPost("/overdracht/nieuw")]
    public Task<IActionResult> HandOver(HandOverForm form) => SendAsync(
        new HandOverCasesCommand(
            form.OfficerId, form.SuccessorId, form.StartsOn,
            [.. form.Cases.Where(c => form.All || c.IsChosen).Select(c => new CaseToHandOver(CaseId.From(c.CaseId), c.Text))]),
        result => Done(Told(result)), () => FormOf(form), $"{nameof(CaseloadPage.Form)}.");

    [HttpGet("/overdracht/{id:guid}")]
    public Task<IActionResult> Show(Guid id) => PageOf(id, null);

    [HttpPost("/overdracht/{id:guid}/aanvaarden"), Authorize(Policies.ProbationOfficer)]
    public Task<IActionResult> Accept(Guid id) => SendAsync(
        new AcceptHandoverCommand(id),
        status => Done(texts[status == HandoverStatus.Accepted ? "Handovers.WasAccepted" : status == HandoverStatus.Done ? "Handovers.WasTakenOver" : "Handovers.HasLapsed"]),
        () => PageOf(id, null));

    [HttpPost("/overdracht/{id:guid}/weigeren"), Authorize(Policies.ProbationOfficer)]
    public Task<IActionResult> Decline(Guid id, string? reason) =>
        SendAsync(new DeclineHandoverCommand(id, reason), _ => Done(texts["Handovers.WasDeclined"]), () => PageOf(id, reason));

    [HttpPost("/overdracht/{id:guid}/intrekken")]
    public Task<IActionResult> Withdraw(Guid id) => SendAsync(new WithdrawHandoverCommand(id), _ => Done(texts["Handovers.WasWithdrawn"]), () => PageOf(id, null));

    private string Told(HandOverCasesResult result) => string.Join(' ',
        result.Refused.Select(r => r.Number is { } number ? texts["Handovers.Refused", number, texts[$"Error.{r.Code}"]] : texts[$"Error.{r.Code}"])
            .Prepend(texts.Count("Handovers.WereAsked", result.Asked.Count)));

    private LocalRedirectResult Done(string notice)
    {
        TempData["Notice"] = notice;
        return LocalRedirect("/overdracht");
    }

    private async Task<IActionResult> FormOf(HandOverForm form)
    {
        var preparation = await Mediator.Send(new PrepareHandoverQuery(form.OfficerId), HttpContext.RequestAborted);
        var typed = form.Cases.DistinctBy(c => c.CaseId).ToDictionary(c => c.CaseId);
        form.OfficerId = preparation.OfficerId;
        form.Cases = [.. preparation.Cases.Select(c => typed.GetValueOrDefault(c.Id.Value) ?? new HandOverItem { CaseId = c.Id.Value })];
        return View("HandOverCases", new CaseloadPage(preparation, form));
    }

    private async Task<IActionResult> PageOf(Guid id, string? reason) =>
        View("HandoverPage", new ShownHandover(await Mediator.Send(new HandoverPageQuery(id), HttpContext.RequestAborted), reason));
}
