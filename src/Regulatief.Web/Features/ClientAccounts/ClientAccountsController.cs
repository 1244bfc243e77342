using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases.Cases;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.ClientAccounts;

/// <summary>What an officer does about the log-in of a client.</summary>
public enum ClientAccountAct
{
    Open,
    Renew,
    Close,
}

public sealed record ClientAccountForm(string? UserName);

/// <param name="Made">The code just given; null otherwise.</param>
public sealed record ClientAccountPage(ClientAccountView View, ClientAccountForm Form, ClientCodeMade? Made);

/// <summary>The log-in of the client of a case, which its officer opens and closes with them.</summary>
[Authorize(Policies.ProbationOfficer)]
public sealed class ClientAccountsController(Texts texts) : PageController
{
    private const string Address = "/trajecten/{id:guid}/client-inlog";

    [HttpGet(Address)]
    public Task<IActionResult> Show(Guid id) => PageAsync(id, new ClientAccountForm(null), null);

    [HttpPost(Address)]
    public Task<IActionResult> Change(Guid id, ClientAccountAct act, [Bind(Prefix = nameof(ClientAccountPage.Form))] ClientAccountForm form) => act switch
    {
        ClientAccountAct.Open => GiveAsync(id, new OpenClientAccountCommand(CaseId.From(id), form.UserName), form),
        ClientAccountAct.Renew => GiveAsync(id, new RenewClientCodeCommand(CaseId.From(id)), form),
        _ => SendAsync(
            new CloseClientAccountCommand(CaseId.From(id)),
            _ =>
            {
                TempData["Notice"] = texts["ClientAccount.Closed"];
                return LocalRedirect($"/trajecten/{id}/client-inlog");
            },
            () => Show(id)),
    };

    /// <summary>Answers with the page itself: a redirect would have to carry the code.</summary>
    private async Task<IActionResult> GiveAsync(Guid id, IRequest<ClientCodeMade> command, ClientAccountForm form)
    {
        ClientCodeMade? made = null;
        var answer = await SendAsync(command, result => new OkObjectResult(made = result), () => PageAsync(id, form, null), $"{nameof(ClientAccountPage.Form)}.");
        if (made is null) return answer;
        ModelState.Clear();
        return await PageAsync(id, new ClientAccountForm(null), made);
    }

    private async Task<IActionResult> PageAsync(Guid id, ClientAccountForm form, ClientCodeMade? made) =>
        View("ClientAccount", new ClientAccountPage(await Mediator.Send(new ClientAccountPageQuery(CaseId.From(id)), HttpContext.RequestAborted), form, made));
}
