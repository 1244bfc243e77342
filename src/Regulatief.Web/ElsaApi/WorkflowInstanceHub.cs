using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Regulatief.Cases.Workflows;
using Regulatief.Web.ElsaApi.Instances;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi;

/// <summary>What the instance viewer listens to.</summary>
[Authorize(Policies.Designer)]
public sealed class WorkflowInstanceHub(InstanceWatch watch) : Hub
{
    public const string Path = "/elsa/hubs/workflow-instance";

    /// <summary>Studio reads the instance by itself when it opens, and asks here to be told of changes. A test run has none.</summary>
    public async Task ObserveInstanceAsync(string instanceId)
    {
        if (!Guid.TryParse(instanceId, out var guid)) return;

        var id = WorkflowInstanceId.From(guid);
        await Groups.AddToGroupAsync(Context.ConnectionId, InstanceWatch.GroupOf(id), Context.ConnectionAborted);
        watch.Watch(Context.ConnectionId, id);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        watch.Forget(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}
