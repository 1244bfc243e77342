using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.StartUp;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Open to anybody who holds the code that the server printed; gone as soon as there is an administrator.</summary>
[AllowAnonymous]
public sealed class FirstAdministratorController(FirstAdministrator first, LogInWays ways, Texts texts) : PageController
{
    [HttpGet("/eerste-beheerder")]
    public IActionResult Show() => !first.IsAwaited ? NotFound() : ways.Local ? FormOf(new CreateFirstAdministratorCommand(null, null, null, null)) : View("FirstFederatedAdministrator");

    [HttpPost("/eerste-beheerder")]
    public async Task<IActionResult> Create(CreateFirstAdministratorCommand form) => !first.IsAwaited ? NotFound() : await SendAsync(
        form,
        _ =>
        {
            TempData["Notice"] = texts["Accounts.First.Done"];
            return LocalRedirect("/inloggen");
        },
        () => Task.FromResult<IActionResult>(FormOf(form)));

    private ViewResult FormOf(CreateFirstAdministratorCommand form) => View("CreateFirstAdministrator", form);
}
