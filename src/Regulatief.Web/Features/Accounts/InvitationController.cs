using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Regulatief.Cases;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <param name="Account">Null when the invitation is not valid, or not any more.</param>
public sealed record InvitationPage(string Code, InvitedAccount? Account, LogInWays Ways, string? Password = null);

/// <summary>Open to whoever holds the link that an administrator gave.</summary>
[AllowAnonymous, EnableRateLimiting(Limits.LogIn)]
public sealed class InvitationController(LogInWays ways, Texts texts) : PageController
{
    [HttpGet("/uitnodiging/{code:length(48)}")]
    public async Task<IActionResult> Show(string code) => await PageAsync(code);

    [HttpPost("/uitnodiging/{code:length(48)}")]
    public async Task<IActionResult> Accept(string code, string? password)
    {
        try
        {
            return await SendAsync(
                new AcceptInvitationCommand(code, password),
                _ =>
                {
                    TempData["Notice"] = texts["Invitation.Accepted"];
                    return LocalRedirect("/inloggen");
                },
                async () => await PageAsync(code));
        }
        catch (NotFoundException)
        {
            // The page says it in words that help somebody who has no account yet.
            return await PageAsync(code);
        }
    }

    private async Task<ViewResult> PageAsync(string code)
    {
        InvitedAccount? account = null;
        try
        {
            account = await Mediator.Send(new InvitationQuery(code), HttpContext.RequestAborted);
        }
        catch (NotFoundException)
        {
            Response.StatusCode = StatusCodes.Status410Gone;
        }

        return View("AcceptInvitation", new InvitationPage(code, account, ways));
    }
}
