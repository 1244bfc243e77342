using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <param name="Invited">Who was just invited; null otherwise.</param>
public sealed record InviteVolunteerPage(IReadOnlyList<SelectListItem> Projects, InviteVolunteerCommand Form, InvitationMade? Invited);

/// <summary>How a coordinator invites volunteers of the own projects.</summary>
[Authorize(Policies.Coordinator)]
public sealed class VolunteerInvitationsController : PageController
{
    [HttpGet("/vrijwilligers/uitnodigen")]
    public Task<IActionResult> Show() => PageOf(new InviteVolunteerCommand(), null);

    /// <summary>Answers with the page itself: a redirect would have to carry the code.</summary>
    [HttpPost("/vrijwilligers/uitnodigen")]
    public async Task<IActionResult> Invite([Bind(Prefix = nameof(InviteVolunteerPage.Form))] InviteVolunteerCommand form)
    {
        InvitationMade? invited = null;
        var answer = await SendAsync(form, made => new OkObjectResult(invited = made), () => PageOf(form, null), $"{nameof(InviteVolunteerPage.Form)}.");
        if (invited is null) return answer;
        ModelState.Clear();
        return await PageOf(new InviteVolunteerCommand(), invited);
    }

    private async Task<IActionResult> PageOf(InviteVolunteerCommand form, InvitationMade? invited) =>
        View("InviteVolunteer", new InviteVolunteerPage(await Mediator.Send(new InviteVolunteerPageQuery(), HttpContext.RequestAborted), form, invited));
}
