using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Covers;

/// <summary>The fields of the form, as they were typed.</summary>
public sealed class CoverForm
{
    public PersonInRole? AbsentId { get; set; }

    public PersonInRole? CoveredById { get; set; }

    public DateOnly? From { get; set; }

    public DateOnly? Until { get; set; }
}

public sealed record CoversPage(CoverList List, CoverForm Form);

[Authorize(Policies.Staff)]
public sealed class CoversController(Texts texts) : PageController
{
    [HttpGet("/waarneming")]
    public Task<IActionResult> Show() => PageOf(new CoverForm());

    [HttpPost("/waarneming")]
    public Task<IActionResult> Name(CoverForm form) => SendAsync(
        new NameCoverCommand(form.AbsentId?.AccountId, form.CoveredById?.AccountId, form.From, form.Until) { Role = form.AbsentId?.Role, CoveringRole = form.CoveredById?.Role }, _ => Done("Covers.WasNamed"), () => PageOf(form), $"{nameof(CoversPage.Form)}.");

    [HttpPost("/waarneming/{id:guid}/beeindigen")]
    public Task<IActionResult> End(Guid id) => SendAsync(new EndCoverCommand(id), _ => Done("Covers.WasEnded"), () => PageOf(new CoverForm()));

    private LocalRedirectResult Done(string noticeKey)
    {
        TempData["Notice"] = texts[noticeKey];
        return LocalRedirect("/waarneming");
    }

    private async Task<IActionResult> PageOf(CoverForm form) =>
        View("CoverList", new CoversPage(await Mediator.Send(new CoverListQuery(), HttpContext.RequestAborted), form));
}
