using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi;

/// <summary>What the instance viewer listens to.</summary>
[Authorize(Policies.Designer, AuthenticationSchemes = $"{Bearer},{HubTicketScheme.SchemeName}")]
public sealed class WorkflowInstanceHub : Hub
{
    public const string Path = "/elsa/hubs/workflow-instance";

    private const string Bearer = "Identity.Bearer";

    /// <summary>Studio reads the instance by itself when it opens, and asks here to be told of changes.</summary>
    public Task ObserveInstanceAsync(string instanceId) => Groups.AddToGroupAsync(Context.ConnectionId, instanceId, Context.ConnectionAborted);
}
