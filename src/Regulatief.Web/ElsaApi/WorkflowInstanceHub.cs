using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi;

/// <summary>What the instance viewer listens to, as long as the log-in lasts.</summary>
[Authorize(Policies.Designer, AuthenticationSchemes = $"{Bearer},{HubTicketScheme.SchemeName}")]
internal sealed class WorkflowInstanceHub(LiveConnections live) : Hub
{
    public const string Path = "/elsa/hubs/workflow-instance";

    private const string Bearer = "Identity.Bearer";

    public override Task OnConnectedAsync() => live.AddAsync(Context);

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        live.Remove(Context);
        return Task.CompletedTask;
    }

    /// <summary>Studio reads the instance by itself when it opens, and asks here to be told of changes.</summary>
    public Task ObserveInstanceAsync(string instanceId) => Groups.AddToGroupAsync(Context.ConnectionId, instanceId, Context.ConnectionAborted);
}
