using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Audit;

/// <param name="Actions">All that can be done or read.</param>
public sealed record AuditTrailPage(AuditFilter Filter, IReadOnlyList<string> Actions, FindAuditEntriesResult Result, Pagination Pages);

public sealed record ExceptionsPage(FindExceptionsResult Result, Pagination Pages);

/// <param name="Number">Asked for, and found nowhere; null when none was.</param>
public sealed record BreakGlassPage(bool Unreviewed, int? Number, FindBreakGlassResult Result, Pagination Pages);

public sealed record ClientRequestsPage(FindClientRequestsResult Result, Pagination Pages);

public sealed record AgreementsPage(AgreementStatus? Status, FindAgreementsResult Result, Pagination Pages);

/// <param name="Form">The question that was refused; null when none was.</param>
public sealed record WhatStandsOutPage(WhatStandsOut Result, DateOnly? From, DateOnly? Until, QuestionForm? Form);

public sealed record QuestionForm(Guid? PersonId, AuditPattern? Pattern, DateOnly? From, DateOnly? Until, string? Question);

[Authorize(Policies.PrivacyOfficer)]
public sealed class AuditController(Texts texts) : PageController
{
    private const string PageField = "pagina";
    private const string StandsOutAddress = "/inzage/opvallend";
    private const string IntegrityAddress = "/inzage/verzegeling";

    [HttpGet("/inzage")]
    public async Task<IActionResult> Trail(AuditFilter filter, [FromQuery(Name = PageField)] int page = 1)
    {
        var result = await Mediator.Send(new FindAuditEntriesQuery(filter, page), HttpContext.RequestAborted);
        return View("FindAuditEntries", new AuditTrailPage(filter, AuditWords.Actions, result, PagesOf(result.Page, result.PageSize, result.Total)));
    }

    /// <summary>By POST, though it changes nothing: a file of the log is not to be fetched by a link that somebody else made.</summary>
    [HttpPost("/inzage/uitvoer"), EnableRateLimiting(Limits.Export)]
    public Task<IActionResult> Export(AuditFilter filter) => SendAsync(
        new ExportAuditQuery(filter), export => File(export.Content, "application/x-ndjson", export.FileName), () => Trail(filter));

    [HttpGet("/inzage/uitzonderingen")]
    public async Task<IActionResult> Exceptions([FromQuery(Name = PageField)] int page = 1)
    {
        var result = await Mediator.Send(new FindExceptionsQuery(page), HttpContext.RequestAborted);
        return View("FindExceptions", new ExceptionsPage(result, PagesOf(result.Page, result.PageSize, result.Total)));
    }

    [HttpGet("/inzage/noodtoegang")]
    public async Task<IActionResult> BreakGlass([FromQuery(Name = "onbeoordeeld")] bool unreviewed, [FromQuery(Name = "nummer")] int? number, [FromQuery(Name = PageField)] int page = 1)
    {
        var result = await Mediator.Send(new FindBreakGlassQuery(unreviewed, number, page), HttpContext.RequestAborted);
        return result.CaseAsked is { } id
            ? LocalRedirect($"/trajecten/{id}/toegang")
            : View("FindBreakGlass", new BreakGlassPage(unreviewed, number, result, PagesOf(result.Page, result.PageSize, result.Total)));
    }

    [HttpGet("/inzage/verzoeken")]
    public async Task<IActionResult> Requests([FromQuery(Name = PageField)] int page = 1)
    {
        var result = await Mediator.Send(new FindClientRequestsQuery(page), HttpContext.RequestAborted);
        return View("FindClientRequests", new ClientRequestsPage(result, PagesOf(result.Page, result.PageSize, result.Total)));
    }

    [HttpGet("/inzage/afspraken")]
    public async Task<IActionResult> Agreements([FromQuery(Name = "stand")] AgreementStatus? status, [FromQuery(Name = PageField)] int page = 1)
    {
        var result = await Mediator.Send(new FindAgreementsQuery(status, page), HttpContext.RequestAborted);
        return View("FindAgreements", new AgreementsPage(status, result, PagesOf(result.Page, result.PageSize, result.Total)));
    }

    [HttpGet(StandsOutAddress)]
    public Task<IActionResult> StandsOut(DateOnly? from, DateOnly? until) =>
        SendAsync(new FindWhatStandsOutQuery(from, until), found => PageOf(found, null), () => StandsOutAsync(null));

    [HttpPost("/inzage/opvallend/vragen")]
    public Task<IActionResult> Ask(QuestionForm form) => SendAsync(
        new AskAboutLooksCommand(form.PersonId ?? Guid.Empty, form.Pattern ?? default, form.From ?? default, form.Until ?? default, form.Question),
        _ =>
        {
            TempData["Notice"] = texts["Audit.Question.Sent"];
            return LocalRedirect($"{StandsOutAddress}?from={form.From:yyyy-MM-dd}&until={form.Until:yyyy-MM-dd}");
        },
        () => StandsOutAsync(form), "Form.");

    private async Task<IActionResult> StandsOutAsync(QuestionForm? form) =>
        PageOf(await Mediator.Send(new FindWhatStandsOutQuery(form?.From, form?.Until), HttpContext.RequestAborted), form);

    private ViewResult PageOf(WhatStandsOut found, QuestionForm? form) =>
        View("FindWhatStandsOut", new WhatStandsOutPage(found, found.From, found.Until, form));

    [HttpGet(IntegrityAddress)]
    public async Task<IActionResult> Integrity() => View("AuditIntegrity", await Mediator.Send(new AuditIntegrityQuery(), HttpContext.RequestAborted));

    /// <summary>Reads first and keeps what was found after that: a transaction would keep everybody waiting for as long as it takes.</summary>
    [HttpPost("/inzage/verzegeling/controle")]
    public async Task<IActionResult> Verify()
    {
        AuditVerdict? verdict = null;
        var refused = await SendAsync(new VerifyAuditQuery(), found => { verdict = found; return NoContent(); }, Integrity);
        return verdict is null ? refused : await SendAsync(new RecordAuditVerificationCommand(verdict), _ => Verified(), Integrity);
    }

    private LocalRedirectResult Verified()
    {
        TempData["Notice"] = texts["Audit.Integrity.Done"];
        return LocalRedirect(IntegrityAddress);
    }

    private Pagination PagesOf(int page, int pageSize, int total) => new(page, pageSize, total, UrlOf);

    private string UrlOf(int page)
    {
        var query = new QueryBuilder(Request.Query.Where(q => q.Key != PageField).SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value ?? "")));
        query.Add(PageField, page.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return $"{Request.Path}{query}";
    }
}
