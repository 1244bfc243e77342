using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Contacts;

/// <summary>How the client is reached, and who may know.</summary>
[Authorize(Policies.PartyOfCases)]
public sealed class ContactsController(Texts texts) : PageController
{
    private const string Mine = "/mijn-traject/{id:guid}/contactgegevens";
    private const string OfCase = "/trajecten/{id:guid}/contactgegevens";
    private const string Consent = "/toestemming";
    private const string TakeBack = "/toestemming/intrekken";

    private bool IsOwn => Request.Path.StartsWithSegments("/mijn-traject");

    [HttpGet(Mine), HttpGet(OfCase)]
    public async Task<IActionResult> Show(Guid id) => View("ClientContactPage", await PageOf(id));

    [HttpPost(Mine), HttpPost(OfCase)]
    public Task<IActionResult> Save(Guid id, [Bind(Prefix = nameof(ClientContactPage.Form))] ClientContactForm form) => SendAsync(
        form.For(id), _ => Told("Contacts.Saved", ClientContactPage.CaseUrlFor(IsOwn, id)), async () => View("ClientContactPage", await PageOf(id) with { Form = form }), $"{nameof(ClientContactPage.Form)}.");

    [HttpPost(OfCase + Consent), Authorize(Policies.ProbationOfficer)]
    public Task<IActionResult> GiveConsent(Guid id, [Bind(Prefix = nameof(ClientContactPage.Consent))] ConsentForm form) => SendAsync(
        new GiveContactConsentCommand(CaseId.From(id), form.GivenOn), given => Told(given.ShowsSomething ? "Contacts.ConsentGiven" : "Contacts.ConsentGivenOfNothing", ClientContactPage.UrlFor(IsOwn, id)),
        async () => View("ClientContactPage", await PageOf(id) with { Consent = form }), $"{nameof(ClientContactPage.Consent)}.");

    [HttpPost(Mine + TakeBack), HttpPost(OfCase + TakeBack)]
    public Task<IActionResult> TakeBackConsent(Guid id) => SendAsync(
        new TakeBackContactConsentCommand(CaseId.From(id)), _ => Told("Contacts.ConsentTakenBack", ClientContactPage.UrlFor(IsOwn, id)), () => Show(id));

    private Task<ClientContactPage> PageOf(Guid id) => Mediator.Send(new ClientContactPageQuery(CaseId.From(id)), HttpContext.RequestAborted);

    private LocalRedirectResult Told(string key, string url)
    {
        TempData["Notice"] = texts[key];
        return LocalRedirect(url);
    }
}
