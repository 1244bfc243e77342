using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Retention;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Retention;

public sealed record RetentionListPage(RetentionList List, IReadOnlyList<string> Chosen);

public sealed record KeepLongerPage(EndingTerm Item, KeepLongerForm Form);

public sealed class KeepLongerForm
{
    public DateOnly? Until { get; set; }

    public string? Reason { get; set; }
}

/// <param name="Reviewed">The hold whose review was refused; null when none was.</param>
public sealed record LegalHoldsPage(LegalHolds Holds, LegalHoldForm Form, Guid? Reviewed);

public sealed class LegalHoldForm
{
    public int? CaseNumber { get; set; }

    public string? Reason { get; set; }

    public DateOnly? ReviewOn { get; set; }
}

public sealed record ErasuresPage(FindErasuresResult Result, Pagination Pages);

[Authorize(Policies.PrivacyOfficer)]
public sealed class RetentionController(Texts texts) : PageController
{
    private const string ListAddress = "/bewaren";
    private const string OfCase = "/bewaren/{id:guid}/{kind:regex(^(CaseFile|RiskSignals|VolunteerNotes)$)}";
    private const string HoldsAddress = "/bewaren/vasthouden";

    [HttpGet(ListAddress)]
    public Task<IActionResult> List() => ListOf([]);

    /// <param name="items">Each a case and a kind, as the page wrote them.</param>
    [HttpPost("/bewaren/voorstel")]
    public Task<IActionResult> Propose(IReadOnlyList<string> items) => SendAsync(
        new ProposeErasureCommand([.. items.Select(Choice)]), id => Done("Retention.Proposed", $"/bewaren/verwijderingen/{id}"), () => ListOf(items));

    [HttpPost("/bewaren/klaar")]
    public Task<IActionResult> Finish(int year) => SendAsync(new FinishRetentionReviewCommand(year), _ => Done("Retention.Review.WasDone", ListAddress), List);

    [HttpGet(OfCase)]
    public Task<IActionResult> Longer(Guid id, RetentionKind kind) => LongerOf(id, kind, new KeepLongerForm());

    [HttpPost(OfCase)]
    public Task<IActionResult> Keep(Guid id, RetentionKind kind, KeepLongerForm form) => SendAsync(
        new KeepLongerCommand(CaseId.From(id), kind, form.Until, form.Reason), _ => Done("Retention.Longer.Done", ListAddress), () => LongerOf(id, kind, form), $"{nameof(KeepLongerPage.Form)}.");

    [HttpGet(HoldsAddress)]
    public Task<IActionResult> Holds() => HoldsOf(new LegalHoldForm(), null);

    [HttpPost(HoldsAddress)]
    public Task<IActionResult> Hold(LegalHoldForm form) => SendAsync(
        new SetLegalHoldCommand(form.CaseNumber, form.Reason, form.ReviewOn), _ => Done("Retention.Hold.WasSet", HoldsAddress), () => HoldsOf(form, null), $"{nameof(LegalHoldsPage.Form)}.");

    [HttpPost(HoldsAddress + "/{id:guid}")]
    public Task<IActionResult> ReviewHold(Guid id, bool? stays, DateOnly? reviewOn, string? reason) => SendAsync(
        new ReviewLegalHoldCommand(id, stays, reviewOn, reason), _ => Done(stays == true ? "Retention.Hold.WasKept" : "Retention.Hold.WasLifted", HoldsAddress), () => HoldsOf(new LegalHoldForm(), id));

    private async Task<IActionResult> ListOf(IReadOnlyList<string> chosen) =>
        View("RetentionList", new RetentionListPage(await Mediator.Send(new RetentionListQuery(), HttpContext.RequestAborted), chosen));

    private async Task<IActionResult> LongerOf(Guid id, RetentionKind kind, KeepLongerForm form) =>
        View("KeepLonger", new KeepLongerPage(await Mediator.Send(new EndingTermQuery(CaseId.From(id), kind), HttpContext.RequestAborted), form));

    private async Task<IActionResult> HoldsOf(LegalHoldForm form, Guid? reviewed) =>
        View("FindLegalHolds", new LegalHoldsPage(await Mediator.Send(new FindLegalHoldsQuery(), HttpContext.RequestAborted), form, reviewed));

    private static ErasureChoice Choice(string written) => written.Split(':') is [var id, var kind] && Guid.TryParse(id, out var caseId) && Enum.TryParse<RetentionKind>(kind, out var named)
        ? new ErasureChoice(CaseId.From(caseId), named)
        : throw new BadHttpRequestException("A choice of the list is none of ours.");

    private LocalRedirectResult Done(string told, string url)
    {
        TempData["Notice"] = texts[told];
        return LocalRedirect(url);
    }
}

/// <summary>What a second person decides on; they are privacy officers or managers.</summary>
[Authorize(Policies.ErasureDeciders)]
public sealed class ErasuresController(Texts texts) : PageController
{
    private const string PageField = "pagina";

    [HttpGet("/bewaren/verwijderingen")]
    public async Task<IActionResult> List([FromQuery(Name = PageField)] int page = 1)
    {
        var result = await Mediator.Send(new FindErasuresQuery(page), HttpContext.RequestAborted);
        return View("FindErasures", new ErasuresPage(result, new Pagination(result.Page, result.PageSize, result.Total, number => $"/bewaren/verwijderingen?{PageField}={number}")));
    }

    [HttpGet("/bewaren/termijnen")]
    public async Task<IActionResult> Terms() => View("RetentionTerms", await Mediator.Send(new RetentionTermsQuery(), HttpContext.RequestAborted));

    [HttpGet("/bewaren/verwijderingen/{id:guid}")]
    public Task<IActionResult> Show(Guid id) => PageOf(id, null, null);

    [HttpPost("/bewaren/verwijderingen/{id:guid}")]
    public Task<IActionResult> Decide(Guid id, bool? isApproved, string? reason) => SendAsync(
        new DecideErasureCommand(id, isApproved, reason),
        _ =>
        {
            TempData["Notice"] = texts[isApproved == true ? "Retention.Erasure.WasApproved" : "Retention.Erasure.WasRejected"];
            return LocalRedirect($"/bewaren/verwijderingen/{id}");
        },
        () => PageOf(id, isApproved, reason));

    private async Task<IActionResult> PageOf(Guid id, bool? isApproved, string? reason) =>
        View("ErasurePage", await Mediator.Send(new ErasurePageQuery(id), HttpContext.RequestAborted) with { IsApproved = isApproved, Reason = reason });
}
