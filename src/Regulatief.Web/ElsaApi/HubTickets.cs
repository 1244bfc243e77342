using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Regulatief.Web.ElsaApi;

/// <summary>Tickets for one web socket each. A browser cannot give a socket a header, and what stands in an address ends in logs: there it may be worth nothing by then.</summary>
/// <remarks>In memory: the socket comes to the process that gave the ticket, as SignalR asks of a proxy anyhow.</remarks>
internal sealed class HubTickets(TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (ClaimsPrincipal Holder, DateTimeOffset Until)> _open = new();

    public string Give(ClaimsPrincipal holder)
    {
        var now = time.GetUtcNow();
        foreach (var (old, ticket) in _open) if (ticket.Until < now) _open.TryRemove(old, out _);

        var fresh = RandomNumberGenerator.GetHexString(64, lowercase: true);
        _open[fresh] = (holder, now + Life);
        return fresh;
    }

    /// <returns>Whom it was given to; null when it was used, is too old or never was.</returns>
    public ClaimsPrincipal? Take(string ticket) => _open.TryRemove(ticket, out var found) && found.Until >= time.GetUtcNow() ? found.Holder : null;
}

/// <summary>Knows who opens a web socket by the ticket in its address.</summary>
internal sealed class HubTicketScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, HubTickets tickets)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "HubTicket";

    /// <summary>Where SignalR's clients put what proves who they are.</summary>
    private const string Parameter = "access_token";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        Context.WebSockets.IsWebSocketRequest && Request.Query[Parameter] is [{ } ticket] && tickets.Take(ticket) is { } holder
            ? AuthenticateResult.Success(new AuthenticationTicket(holder, SchemeName))
            : AuthenticateResult.NoResult());
}
