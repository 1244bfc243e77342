using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Matching;

/// <summary>Who is proposed to a client.</summary>
[Authorize(Policies.Client)]
public sealed class MatchForClientController(Texts texts) : PageController
{
    [HttpGet("/mijn-traject/{id:guid}/kennismaking")]
    public async Task<IActionResult> Show(Guid id) => View("MatchForClient", await PageOf(id));

    [HttpPost("/mijn-traject/{id:guid}/kennismaking/{proposal:guid}")]
    public Task<IActionResult> Decide(Guid id, Guid proposal, [Bind(Prefix = nameof(MatchForClient.Form))] AnswerFields form) => SendAsync(
        new DecideMatchProposalCommand(proposal, form.IsYes, form.Reason),
        decided =>
        {
            TempData["Notice"] = texts[$"Matching.Client.{decided.Status}"];
            return LocalRedirect("/mijn-traject");
        },
        async () => View("MatchForClient", await PageOf(id) with { Form = form }), $"{nameof(MatchForClient.Form)}.");

    private Task<MatchForClient> PageOf(Guid id) => Mediator.Send(new MatchForClientQuery(CaseId.From(id)), HttpContext.RequestAborted);
}
