using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.MyWork;

/// <summary>The first page, for each role its own.</summary>
[Authorize(Policies.LoggedIn)]
public sealed class MyWorkController(Actor actor) : PageController
{
    [HttpGet("/")]
    public async Task<IActionResult> Show() => actor.Role switch
    {
        AccountRole.ProbationOfficer => await PageOf("OfficerWork", new OfficerWorkQuery()),
        AccountRole.Coordinator => await PageOf("CoordinatorWork", new CoordinatorWorkQuery()),
        AccountRole.Volunteer => await PageOf("VolunteerWork", new VolunteerWorkQuery()),
        AccountRole.PrivacyOfficer => await PageOf("ReviewWork", new ReviewWorkQuery()),
        AccountRole.Client => LocalRedirect("/mijn-traject"),
        AccountRole.Manager => await ToWhatIsLateOr("/rapportage"),
        AccountRole.Designer => LocalRedirect("/cycli"),
        AccountRole.Administrator => await ToWhatIsLateOr("/accounts"),
        _ => throw new InvalidOperationException($"Account {actor.AccountId} has the unknown role {actor.Role}."),
    };

    /// <summary>For who has no worklist: the others read theirs there.</summary>
    [HttpGet("/berichten"), Authorize(Policies.Manager)]
    public async Task<IActionResult> Notices() => await PageOf("MyNotices", new MyNoticesQuery());

    [HttpPost("/berichten/gelezen")]
    public Task<IActionResult> MarkRead(Guid? notice)
    {
        var here = actor.Role == AccountRole.Manager ? "/berichten" : "/";
        return SendAsync(new MarkNoticesReadCommand(notice), _ => LocalRedirect(here), () => Task.FromResult<IActionResult>(LocalRedirect(here)));
    }

    /// <summary>They have no worklist: what was reported late to them comes before their usual page.</summary>
    private async Task<LocalRedirectResult> ToWhatIsLateOr(string usual) =>
        LocalRedirect(await Mediator.Send(new WaitingEscalationsQuery(), HttpContext.RequestAborted) > 0 ? "/escalaties" : usual);

    private async Task<ViewResult> PageOf<T>(string view, IRequest<T> query) => View(view, await Mediator.Send(query, HttpContext.RequestAborted));
}
