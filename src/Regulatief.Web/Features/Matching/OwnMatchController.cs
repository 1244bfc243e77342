using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Matching;

/// <summary>What a volunteer is asked.</summary>
[Authorize(Policies.Volunteer)]
public sealed class OwnMatchController(Texts texts) : PageController
{
    [HttpGet("/mijn-voorstellen")]
    public async Task<IActionResult> Show() => View("OwnMatchProposals", await PageOf());

    [HttpPost("/mijn-voorstellen/{id:guid}")]
    public Task<IActionResult> Answer(Guid id, [Bind(Prefix = nameof(OwnMatchProposals.Form))] AnswerFields form) => SendAsync(
        new AnswerMatchProposalCommand(id, form.IsYes, form.Reason),
        answered =>
        {
            TempData["Notice"] = texts[$"Matching.Own.{answered.Status}"];
            return LocalRedirect("/mijn-voorstellen");
        },
        async () => View("OwnMatchProposals", await PageOf() with { Form = form }), $"{nameof(OwnMatchProposals.Form)}.");

    private Task<OwnMatchProposals> PageOf() => Mediator.Send(new OwnMatchProposalsQuery(), HttpContext.RequestAborted);
}
