using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

[Authorize(Policies.LoggedIn)]
public sealed class HeldFormsController : PageController
{
    [HttpGet("/formulieren/{id:guid}")]
    public Task<IActionResult> Show(Guid id) => PageAsync(id, isConfirmed: false);

    /// <summary>After it was asked who is there, while one was logged in all the time.</summary>
    [HttpGet("/formulieren/{id:guid}/verder")]
    public Task<IActionResult> GoOn(Guid id) => PageAsync(id, isConfirmed: true);

    private async Task<IActionResult> PageAsync(Guid id, bool isConfirmed) =>
        View("ShowHeldForm", await Mediator.Send(new HeldFormQuery(id), HttpContext.RequestAborted) with { IsConfirmed = isConfirmed });
}
