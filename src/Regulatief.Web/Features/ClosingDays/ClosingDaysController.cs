using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.ClosingDays;

/// <param name="Until">Null for one day.</param>
public sealed record ClosingDaysFields(DateOnly? From, DateOnly? Until, string? Name)
{
    public AddClosingDaysCommand ToCommand() => new(From, Until, Name);
}

public sealed record ClosingDaysPage(ClosingDaysList List, ClosingDaysFields Form);

[Authorize(Policies.CalendarKeepers)]
public sealed class ClosingDaysController(Texts texts) : PageController
{
    private const string Address = "/sluitingsdagen";

    [HttpGet(Address)]
    public Task<IActionResult> Show() => PageOf(new ClosingDaysFields(null, null, null));

    [HttpPost(Address)]
    public Task<IActionResult> Add([Bind(Prefix = nameof(ClosingDaysPage.Form))] ClosingDaysFields form) =>
        SendAsync(form.ToCommand(), _ => Done("ClosingDays.Added"), () => PageOf(form), $"{nameof(ClosingDaysPage.Form)}.");

    [HttpPost(Address + "/{id:guid}/weghalen")]
    public Task<IActionResult> Remove(Guid id) => SendAsync(new RemoveClosingDaysCommand(id), _ => Done("ClosingDays.Removed"), Show);

    private LocalRedirectResult Done(string key)
    {
        TempData["Notice"] = texts[key];
        return LocalRedirect(Address);
    }

    private async Task<IActionResult> PageOf(ClosingDaysFields form) =>
        View("ListClosingDays", new ClosingDaysPage(await Mediator.Send(new ListClosingDaysQuery(), HttpContext.RequestAborted), form));
}

/// <summary>The same over the API.</summary>
[Authorize(Policies.CalendarKeepers)]
public sealed class ClosingDaysApiController : ApiController
{
    [HttpGet("closing-days")]
    public Task<ClosingDaysList> List() => SendAsync(new ListClosingDaysQuery());

    /// <summary>A day, or with <c>until</c> all from the first to the last. It holds for terms that are set from then on.</summary>
    [HttpPost("closing-days")]
    public async Task<IActionResult> Add(ClosingDaysFields body)
    {
        var id = await SendAsync(body.ToCommand());
        return Created("/api/v1/closing-days", new { id });
    }

    /// <summary>Only what has not begun.</summary>
    [HttpDelete("closing-days/{id:guid}")]
    public async Task<IActionResult> Remove(Guid id)
    {
        await SendAsync(new RemoveClosingDaysCommand(id));
        return NoContent();
    }
}
