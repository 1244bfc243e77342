using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Features.Shared.Forms;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Cases;

/// <summary>The filters of the list as they stand in its address: numbers and choices only.</summary>
public sealed record CaseFilter(CasePhase? Phase, int? Number, bool Mine, bool Overdue, bool WithoutVolunteer, bool Closed);

/// <param name="Words">The search field.</param>
public sealed record FindCasesPage(CaseFilter Filter, string? Words, FindCasesResult Result, Pagination Pages);

[Authorize(Policies.CaseReaders)]
public sealed class CasesController(Texts texts) : PageController
{
    [HttpGet("/trajecten")]
    public async Task<IActionResult> Find(CaseFilter filter, [FromQuery(Name = "zoek")] Guid? search, [FromQuery(Name = "pagina")] int page = 1)
    {
        if (User.IsInRole(nameof(AccountRole.Client))) return LocalRedirect("/mijn-traject");
        return View("FindCases", await FoundAsync(filter, search, page));
    }

    [HttpPost("/trajecten/zoeken"), Authorize(Policies.CaseWorkers), EnableRateLimiting(Limits.Search)]
    public async Task<IActionResult> Search(string? words) => string.IsNullOrWhiteSpace(words) ? LocalRedirect("/trajecten") : await SendAsync(
        new StoreCaseSearchCommand(words),
        search => LocalRedirect($"/trajecten?zoek={search}"),
        async () => View("FindCases", await FoundAsync(new CaseFilter(null, null, false, false, false, false), null, 1)));

    [HttpGet("/trajecten/nieuw"), Authorize(Policies.CaseWorkers)]
    public async Task<IActionResult> Start() => await FormOf(new StartCaseCommand { Goals = [new StartCaseGoal()] });

    [HttpPost("/trajecten/nieuw"), Authorize(Policies.CaseWorkers)]
    public async Task<IActionResult> Start(StartCaseCommand form, RowChange rows)
    {
        if (rows.IsAsked)
        {
            rows.ApplyTo(form.Goals);
            ModelState.Clear();
            return await FormOf(form);
        }

        return await SendAsync(form, Opened, () => FormOf(form), $"{nameof(StartCasePage.Form)}.");
    }

    [HttpGet("/trajecten/{id:guid}")]
    public async Task<IActionResult> Show(Guid id)
    {
        if (User.IsInRole(nameof(AccountRole.Client))) return LocalRedirect("/mijn-traject");
        return User.IsInRole(nameof(AccountRole.Volunteer))
            ? View("VolunteerCase", await Mediator.Send(new VolunteerCaseQuery(CaseId.From(id)), HttpContext.RequestAborted))
            : View("CasePage", await Mediator.Send(new CasePageQuery(CaseId.From(id)), HttpContext.RequestAborted));
    }

    [HttpGet("/trajecten/{id:guid}/tijdlijn"), Authorize(Policies.Staff)]
    public async Task<IActionResult> Timeline(Guid id, [FromQuery(Name = "pagina")] int page = 1) =>
        View("CaseTimeline", await Mediator.Send(new CaseTimelineQuery(CaseId.From(id), page), HttpContext.RequestAborted));

    private LocalRedirectResult Opened(StartCaseResult result)
    {
        TempData["Notice"] = texts["Cases.Start.Done", result.Number];
        return LocalRedirect($"/trajecten/{result.CaseId}");
    }

    private async Task<IActionResult> FormOf(StartCaseCommand form) =>
        View("StartCase", new StartCasePage(form, await Mediator.Send(new StartCaseChoicesQuery(), HttpContext.RequestAborted)));

    private async Task<FindCasesPage> FoundAsync(CaseFilter filter, Guid? search, int page)
    {
        var result = await Mediator.Send(
            new FindCasesQuery(filter.Phase, filter.Number, filter.Mine, filter.Overdue, filter.WithoutVolunteer, filter.Closed, search, null, page),
            HttpContext.RequestAborted);
        return new FindCasesPage(filter, result.Words, result, new Pagination(result.Page, result.PageSize, result.Total, UrlOf));
    }

    private string UrlOf(int page)
    {
        var query = new QueryBuilder(Request.Query.Where(q => q.Key != "pagina").SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value ?? "")));
        query.Add("pagina", page.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return $"/trajecten{query}";
    }
}
