using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Regulatief.Web.ElsaApi;

namespace Regulatief.Web.Hosting.Jobs;

/// <summary>What every page listens to, to know how many notices wait: by the cookie of the page alone, and as long as its log-in lasts. It takes no message.</summary>
[Authorize(Policies.LoggedIn, AuthenticationSchemes = Cookie)]
internal sealed class NoticesHub(LiveConnections live, NoticeCounter counter) : Hub
{
    public const string Path = "/berichten/teller";

    /// <summary>The one message, with the number and nothing else.</summary>
    public const string Count = nameof(Count);

    private const string Cookie = "Identity.Application";

    public override async Task OnConnectedAsync()
    {
        await live.AddAsync(Context);
        await counter.AddAsync(Context, Groups, Clients.Caller);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        counter.Remove(Context);
        live.Remove(Context);
        return Task.CompletedTask;
    }
}
