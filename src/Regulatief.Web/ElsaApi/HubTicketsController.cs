using Microsoft.AspNetCore.Mvc;

namespace Regulatief.Web.ElsaApi;

/// <summary>Where the page around Studio gets the ticket for a web socket that Studio is about to open.</summary>
public sealed class HubTicketsController : ElsaController
{
    [HttpPost("hub-tickets")]
    public IActionResult Give() => Answer(new { Ticket = HttpContext.RequestServices.GetRequiredService<HubTickets>().Give(User) });
}
