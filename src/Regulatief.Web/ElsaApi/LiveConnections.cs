using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.ElsaApi;

/// <summary>Connections that stay open, each under the log-in that opened it: none outlives it, nor the role that it acted in then.</summary>
/// <remarks>A request that ends log-ins closes them before it is answered. What another node ended, and what ended by its time, is found at the next turn.</remarks>
internal sealed class LiveConnections(IServiceScopeFactory scopes, Turns turns, TimeProvider time, ILogger<LiveConnections> logger) : BackgroundService
{
    public static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, HubCallerContext> _open = new();

    /// <summary>From now on it is looked after. One whose log-in ended on the way is closed at once.</summary>
    public async Task AddAsync(HubCallerContext connection)
    {
        _open[connection.ConnectionId] = connection;
        await CloseEndedAsync(connection.ConnectionAborted);
    }

    public void Remove(HubCallerContext connection) => _open.TryRemove(connection.ConnectionId, out _);

    public async Task CloseEndedAsync(CancellationToken cancellationToken)
    {
        if (_open.IsEmpty) return;
        var open = _open.Values.Select(connection => (Connection: connection, SessionId: SessionOf(connection))).ToList();
        var asked = open.ConvertAll(o => o.SessionId);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>();
        var lasting = await db.Sessions.Lasting(time.GetUtcNow()).Where(s => asked.Contains(s.Id))
            .Join(db.Accounts.Where(a => a.IsActive), s => s.AccountId, a => a.Id, (s, _) => new { s.Id, s.Role }).ToDictionaryAsync(s => s.Id, s => s.Role, cancellationToken);
        foreach (var (connection, sessionId) in open)
            if (!lasting.TryGetValue(sessionId, out var role) || connection.User?.IsInRole(role.ToString()) != true) connection.Abort();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        turns.TakeAsync(nameof(LiveConnections), Turn, CloseEndedAsync, failure => logger.LogError(failure, "Open connections could not be held against their log-ins"), stoppingToken);

    /// <returns>Of no log-in when it carries none: it is closed.</returns>
    private static Guid SessionOf(HubCallerContext connection) => Guid.TryParse(connection.User?.FindFirstValue(ActorMiddleware.SessionClaim), out var id) ? id : Guid.Empty;
}
