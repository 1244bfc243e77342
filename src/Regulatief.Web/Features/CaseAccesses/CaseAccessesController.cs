using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseAccesses;

/// <summary>The fields of the forms of one case; each form shows its own.</summary>
public sealed class CaseAccessForm
{
    public PersonInRole? AccountId { get; set; }

    public DateOnly? Until { get; set; }

    public string? Reason { get; set; }
}

/// <param name="Change">As in the address; the texts of the page are named after it.</param>
public sealed record ChangeAccessPage(CaseAccessPage Access, string Change, CaseAccessForm Form);

[Authorize(Policies.CaseGuards)]
public sealed class CaseAccessesController(Texts texts) : PageController
{
    private const string Folder = "/trajecten/{id:guid}/toegang";

    [HttpGet(Folder)]
    public async Task<IActionResult> Show(Guid id) => View("CaseAccessPage", await AccessOf(id));

    [HttpGet(Folder + "/{name:regex(^(meekijken|lijst|uitsluiten|beperken|vrijgeven)$)}")]
    public Task<IActionResult> Change(Guid id, string name) => PageOf(id, name, new CaseAccessForm());

    [HttpPost(Folder + "/meekijken"), Authorize(Policies.CaseWorkers)]
    public Task<IActionResult> Share(Guid id, CaseAccessForm form) => GiveAsync(id, CaseAccessKind.Share, "meekijken", form);

    [HttpPost(Folder + "/lijst")]
    public Task<IActionResult> List(Guid id, CaseAccessForm form) => GiveAsync(id, CaseAccessKind.Listed, "lijst", form);

    /// <summary>Who says of themselves that they know the client sees the case no more.</summary>
    [HttpPost(Folder + "/uitsluiten")]
    public Task<IActionResult> Exclude(Guid id, CaseAccessForm form) =>
        GiveAsync(id, CaseAccessKind.Exclusion, "uitsluiten", form, User.IsInRole(nameof(AccountRole.PrivacyOfficer)) ? null : "/trajecten");

    [HttpPost(Folder + "/beperken")]
    public Task<IActionResult> Restrict(Guid id, CaseAccessForm form) => CarryOut(id, "beperken", form, new RestrictCaseCommand(CaseId.From(id), form.Reason));

    [HttpPost(Folder + "/vrijgeven")]
    public Task<IActionResult> Lift(Guid id) => CarryOut(id, "vrijgeven", new CaseAccessForm(), new LiftRestrictionCommand(CaseId.From(id)));

    [HttpPost(Folder + "/{access:guid}/beeindigen")]
    public Task<IActionResult> End(Guid id, Guid access) => SendAsync(
        new EndCaseAccessCommand(access),
        ended =>
        {
            TempData["Notice"] = texts["Access.WasEnded"];
            return LocalRedirect(ended.WasOwn ? "/trajecten" : $"/trajecten/{ended.CaseId}/toegang");
        },
        () => Show(id));

    private Task<IActionResult> GiveAsync(Guid id, CaseAccessKind kind, string name, CaseAccessForm form, string? afterwards = null) =>
        CarryOut(id, name, form, new GiveCaseAccessCommand(CaseId.From(id), kind, form.AccountId?.AccountId, form.Until, form.Reason) { Role = form.AccountId?.Role }, afterwards);

    /// <param name="afterwards">Where to go when the case can no longer be seen; null for its page of access.</param>
    private Task<IActionResult> CarryOut<TResult>(Guid id, string name, CaseAccessForm form, IRequest<TResult> command, string? afterwards = null) => SendAsync(
        command,
        _ =>
        {
            TempData["Notice"] = texts[$"Access.{name}.Done"];
            return LocalRedirect(afterwards ?? $"/trajecten/{id}/toegang");
        },
        () => PageOf(id, name, form),
        $"{nameof(ChangeAccessPage.Form)}.");

    private async Task<IActionResult> PageOf(Guid id, string name, CaseAccessForm form)
    {
        var access = await AccessOf(id);
        return access.Changes.Contains(name) ? View("ChangeAccess", new ChangeAccessPage(access, name, form)) : LocalRedirect(access.Url);
    }

    private Task<CaseAccessPage> AccessOf(Guid id) => Mediator.Send(new CaseAccessPageQuery(CaseId.From(id)), HttpContext.RequestAborted);
}
