using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Mails;

[Authorize(Policies.Administrator)]
public sealed class TemplatesController(Texts texts) : PageController
{
    private const string Address = "/systeem/berichten";

    [HttpGet(Address)]
    public async Task<IActionResult> Show() => View("Templates", await Mediator.Send(new ListTemplatesQuery(), HttpContext.RequestAborted));

    [HttpPost(Address)]
    public Task<IActionResult> SendTest(NoticeChannel? channel, MailKind? kind) => SendAsync(
        new SendTestMessageCommand(channel, kind),
        _ =>
        {
            TempData["Notice"] = texts["Templates.Sent"];
            return LocalRedirect(Address);
        },
        Show);
}
