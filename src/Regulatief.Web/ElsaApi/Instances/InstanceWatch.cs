using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;

namespace Regulatief.Web.ElsaApi.Instances;

/// <summary>Tells who looks at an instance that it went on. It reads what was committed, by whatever process, and only while somebody looks.</summary>
public sealed class InstanceWatch(IServiceScopeFactory scopes, IHubContext<WorkflowInstanceHub> hub, TimeProvider time, ILogger<InstanceWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, WorkflowInstanceId> _watched = new();
    private readonly ConcurrentDictionary<WorkflowInstanceId, int> _told = new();

    public static string GroupOf(WorkflowInstanceId id) => id.Value.ToString("N");

    public void Watch(string connectionId, WorkflowInstanceId id) => _watched[connectionId] = id;

    public void Forget(string connectionId)
    {
        if (_watched.TryRemove(connectionId, out var id) && !_watched.Values.Contains(id)) _told.TryRemove(id, out _);
    }

    /// <summary>Tells of what changed since the last look.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var ids = _watched.Values.Distinct().ToList();
        if (ids.Count == 0) return;

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>();
        var versions = await db.Instances.Where(i => ids.Contains(i.Id)).Select(i => new { i.Id, i.Version }).ToListAsync(cancellationToken);
        foreach (var changed in versions.Where(v => _told.GetValueOrDefault(v.Id) != v.Version))
        {
            if (await InstanceRecord.ReadAsync(db, changed.Id, cancellationToken) is { } record) await TellAsync(changed.Id, record, cancellationToken);
            _told[changed.Id] = changed.Version;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Turn, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The border of a job: the database may be away for a while, and the next turn tries again.
                logger.LogError(exception, "A look at the watched instances failed");
            }
        }
    }

    private async Task TellAsync(WorkflowInstanceId id, InstanceRecord record, CancellationToken cancellationToken)
    {
        var viewers = hub.Clients.Group(GroupOf(id));
        var nodes = record.Journal.Select(e => e.NodeId).Distinct().ToList();
        await viewers.SendAsync("ActivityExecutionLogUpdatedAsync", InstanceJson.Report(record, nodes), cancellationToken);
        await viewers.SendAsync("WorkflowExecutionLogUpdatedAsync", new { }, cancellationToken);
        await viewers.SendAsync("WorkflowInstanceUpdatedAsync", new { WorkflowInstanceId = GroupOf(id) }, cancellationToken);
    }
}
