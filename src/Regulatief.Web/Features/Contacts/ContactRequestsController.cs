using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Contacts;

/// <summary>Volunteer and professional ask each other for contact. It is answered as a task.</summary>
[Authorize(Policies.AroundClient)]
public sealed class ContactRequestsController(Texts texts) : PageController
{
    private const string Address = "/trajecten/{id:guid}/contact";

    [HttpGet(Address)]
    public async Task<IActionResult> Show(Guid id) => View("ContactRequestsPage", await PageOf(id));

    [HttpPost(Address)]
    public Task<IActionResult> Ask(Guid id, [Bind(Prefix = nameof(ContactRequestsPage.Form))] ContactRequestFields form) => SendAsync(
        form.For(id),
        _ =>
        {
            TempData["Notice"] = texts["ContactRequests.Done"];
            return LocalRedirect($"/trajecten/{id}");
        },
        async () => View("ContactRequestsPage", await PageOf(id) with { Form = form }),
        $"{nameof(ContactRequestsPage.Form)}.");

    [HttpPost(Address + "/{request:guid}/intrekken")]
    public Task<IActionResult> TakeBack(Guid id, Guid request) => SendAsync(
        new TakeBackContactRequestCommand(CaseId.From(id), request),
        _ =>
        {
            TempData["Notice"] = texts["ContactRequests.WasTakenBack"];
            return LocalRedirect($"/trajecten/{id}/contact");
        },
        () => Show(id));

    private Task<ContactRequestsPage> PageOf(Guid id) => Mediator.Send(new ContactRequestsPageQuery(CaseId.From(id)), HttpContext.RequestAborted);
}
