using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Audit;

/// <summary>The filters as they stand in the address: numbers, dates and choices.</summary>
/// <param name="Operation">The name of a command or query. Not called action: the route has one.</param>
public sealed record AuditFilter(int? CaseNumber, AuditKind? Kind, DateOnly? From, DateOnly? Until, string? Operation);

/// <param name="Actions">All that can be done or read.</param>
public sealed record AuditTrailPage(AuditFilter Filter, IReadOnlyList<string> Actions, FindAuditEntriesResult Result, Pagination Pages);

public sealed record ExceptionsPage(FindExceptionsResult Result, Pagination Pages);

public sealed record AgreementsPage(AgreementStatus? Status, FindAgreementsResult Result, Pagination Pages);

[Authorize(Policies.PrivacyOfficer)]
public sealed class AuditController : PageController
{
    private const string PageField = "pagina";

    [HttpGet("/inzage")]
    public async Task<IActionResult> Trail(AuditFilter filter, [FromQuery(Name = PageField)] int page = 1)
    {
        var result = await Mediator.Send(
            new FindAuditEntriesQuery(filter.CaseNumber, filter.Kind, filter.From, filter.Until, filter.Operation, page), HttpContext.RequestAborted);
        return View("FindAuditEntries", new AuditTrailPage(filter, AuditWords.Actions, result, PagesOf(result.Page, result.PageSize, result.Total)));
    }

    [HttpGet("/inzage/uitzonderingen")]
    public async Task<IActionResult> Exceptions([FromQuery(Name = PageField)] int page = 1)
    {
        var result = await Mediator.Send(new FindExceptionsQuery(page), HttpContext.RequestAborted);
        return View("FindExceptions", new ExceptionsPage(result, PagesOf(result.Page, result.PageSize, result.Total)));
    }

    [HttpGet("/inzage/afspraken")]
    public async Task<IActionResult> Agreements([FromQuery(Name = "stand")] AgreementStatus? status, [FromQuery(Name = PageField)] int page = 1)
    {
        var result = await Mediator.Send(new FindAgreementsQuery(status, page), HttpContext.RequestAborted);
        return View("FindAgreements", new AgreementsPage(status, result, PagesOf(result.Page, result.PageSize, result.Total)));
    }

    private Pagination PagesOf(int page, int pageSize, int total) => new(page, pageSize, total, UrlOf);

    private string UrlOf(int page)
    {
        var query = new QueryBuilder(Request.Query.Where(q => q.Key != PageField).SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value ?? "")));
        query.Add(PageField, page.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return $"{Request.Path}{query}";
    }
}
