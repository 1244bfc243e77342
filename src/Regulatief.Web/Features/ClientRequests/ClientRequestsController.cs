using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.ClientRequests;

/// <summary>What a client asks: by themselves, or written down by the professional, the client beside them.</summary>
[Authorize(Policies.PartyOfCases)]
public sealed class ClientRequestsController(Texts texts) : PageController
{
    private const string Mine = "/mijn-traject/{id:guid}/";
    private const string OfCase = "/trajecten/{id:guid}/";
    private const string NotRight = "klopt-niet";
    private const string Disagrees = "niet-eens";

    [HttpGet(Mine + NotRight), HttpGet(OfCase + NotRight)]
    public Task<IActionResult> AskCorrection(Guid id) => FormOf(id, ClientRequestKind.Correction, null);

    [HttpPost(Mine + NotRight), HttpPost(OfCase + NotRight)]
    public Task<IActionResult> AskCorrection(Guid id, [Bind(Prefix = nameof(ClientRequestPage.Form))] ClientRequestFields form) => MakeAsync(id, ClientRequestKind.Correction, form);

    [HttpGet(Mine + Disagrees), HttpGet(OfCase + Disagrees)]
    public Task<IActionResult> Object(Guid id) => FormOf(id, ClientRequestKind.Objection, null);

    [HttpPost(Mine + Disagrees), HttpPost(OfCase + Disagrees)]
    public Task<IActionResult> Object(Guid id, [Bind(Prefix = nameof(ClientRequestPage.Form))] ClientRequestFields form) => MakeAsync(id, ClientRequestKind.Objection, form);

    [HttpPost(Mine + "vragen"), Authorize(Policies.Client)]
    public Task<IActionResult> Ask(Guid id, ClientRequestKind kind, [Bind(Prefix = nameof(ClientRequestPage.Form))] ClientRequestFields form) => MakeAsync(id, kind, form);

    [HttpPost(Mine + "vragen/{request:guid}/terugnemen"), HttpPost(OfCase + "vragen/{request:guid}/terugnemen")]
    public async Task<IActionResult> TakeBack(Guid id, Guid request)
    {
        await Mediator.Send(new TakeBackClientRequestCommand(CaseId.From(id), request), HttpContext.RequestAborted);
        return Done(id, "ClientRequests.TakenBack");
    }

    private Task<IActionResult> MakeAsync(Guid id, ClientRequestKind kind, ClientRequestFields form) =>
        SendAsync(form.For(id, kind), _ => Done(id, "ClientRequests.Done"), () => FormOf(id, kind, form), $"{nameof(ClientRequestPage.Form)}.");

    private async Task<IActionResult> FormOf(Guid id, ClientRequestKind kind, ClientRequestFields? form)
    {
        var page = await Mediator.Send(new ClientRequestPageQuery(CaseId.From(id), kind), HttpContext.RequestAborted);
        return View("ClientRequestPage", form is null ? page : page with { Form = form });
    }

    private LocalRedirectResult Done(Guid id, string key)
    {
        TempData["Notice"] = texts[key];
        return LocalRedirect(Request.Path.StartsWithSegments("/mijn-traject") ? "/mijn-traject" : $"/trajecten/{id}");
    }
}
