using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Contacts;

/// <summary>A volunteer asks for support, a coordinator gives it.</summary>
[Authorize(Policies.SupportOfVolunteers)]
public sealed class SupportController(Texts texts) : PageController
{
    [HttpGet("/ondersteuning")]
    public async Task<IActionResult> List() => View("SupportPage", await Mediator.Send(new SupportPageQuery(), HttpContext.RequestAborted));

    [HttpPost("/ondersteuning"), Authorize(Policies.Volunteer)]
    public Task<IActionResult> Ask([Bind(Prefix = nameof(SupportPage.Form))] SupportFields form) => SendAsync(
        new AskSupportCommand(form.Words), _ => Done("Support.Done"),
        async () => View("SupportPage", await Mediator.Send(new SupportPageQuery(), HttpContext.RequestAborted) with { Form = form }), $"{nameof(SupportPage.Form)}.");

    [HttpGet("/ondersteuning/{id:guid}"), Authorize(Policies.Coordinator)]
    public async Task<IActionResult> Show(Guid id) => View("ShowSupport", await PageOf(id));

    [HttpPost("/ondersteuning/{id:guid}"), Authorize(Policies.Coordinator)]
    public Task<IActionResult> Answer(Guid id, [Bind(Prefix = nameof(ShownSupport.Form))] SupportAnswerFields form) => SendAsync(
        new AnswerSupportCommand(id, form.Answer), _ => Done("Support.AnswerDone"), async () => View("ShowSupport", await PageOf(id) with { Form = form }), $"{nameof(ShownSupport.Form)}.");

    private Task<ShownSupport> PageOf(Guid id) => Mediator.Send(new ShowSupportQuery(id), HttpContext.RequestAborted);

    private LocalRedirectResult Done(string key)
    {
        TempData["Notice"] = texts[key];
        return LocalRedirect("/ondersteuning");
    }
}
