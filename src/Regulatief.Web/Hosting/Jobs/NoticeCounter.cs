using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;

namespace Regulatief.Web.Hosting.Jobs;

/// <summary>Tells open pages how many notices wait: what a command of this process changed within a second, what another process did within half a minute.</summary>
internal sealed class NoticeCounter(IHubContext<NoticesHub> hub, IServiceScopeFactory scopes, Turns turns, TimeProvider time, ILogger<NoticeCounter> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    /// <summary>How often everybody who listens is counted for: other processes do not tell.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Reader> _readers = new();
    private readonly ConcurrentDictionary<Guid, byte> _news = new();
    private readonly ConcurrentDictionary<Reader, Told> _told = new();
    private DateTimeOffset? _lookedAt;

    /// <summary>Notices of these accounts came or were read. Costs nothing while nobody listens.</summary>
    public void About(IEnumerable<Guid> accounts)
    {
        if (_readers.IsEmpty) return;
        foreach (var account in accounts) _news[account] = 0;
    }

    /// <summary>From now on this page is told, first of how many it is now.</summary>
    public async Task AddAsync(HubCallerContext connection, IGroupManager groups, IClientProxy page)
    {
        if (ReaderOf(connection) is not { } reader) return;
        await groups.AddToGroupAsync(connection.ConnectionId, reader.Group, connection.ConnectionAborted);
        _readers[connection.ConnectionId] = reader;
        var counted = await CountAsync(reader, connection.ConnectionAborted);
        // Other pages of the same reader may have been told another number: theirs stands until they are told this one.
        _told.TryAdd(reader, counted);
        await page.SendAsync(NoticesHub.Count, counted.Count, connection.ConnectionAborted);
    }

    public void Remove(HubCallerContext connection) => _readers.TryRemove(connection.ConnectionId, out _);

    /// <summary>Counts for whom something may have changed, and tells those whose number did.</summary>
    /// <returns>How many were told.</returns>
    public async Task<int> TellAsync(CancellationToken cancellationToken)
    {
        var news = _news.Keys.ToHashSet();
        foreach (var account in news) _news.TryRemove(account, out _);
        var readers = _readers.Values.ToHashSet();
        foreach (var gone in _told.Keys.Except(readers)) _told.TryRemove(gone, out _);
        if (readers.Count == 0) return 0;

        var now = time.GetUtcNow();
        var isLook = _lookedAt is not { } at || (now - at).Duration() >= Look;
        if (isLook) _lookedAt = now;
        var told = 0;
        foreach (var reader in readers)
        {
            var before = _told.GetValueOrDefault(reader);
            if (!isLook && before is not null && !before.ActsFor.Overlaps(news)) continue;

            var counted = await CountAsync(reader, cancellationToken);
            _told[reader] = counted;
            if (counted.Count == before?.Count) continue;
            await hub.Clients.Group(reader.Group).SendAsync(NoticesHub.Count, counted.Count, cancellationToken);
            told++;
        }

        return told;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        turns.TakeAsync(nameof(NoticeCounter), Turn, TellAsync, failure => logger.LogError(failure, "How many notices wait could not be told"), stoppingToken);

    private async Task<Told> CountAsync(Reader reader, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>();
        var actor = await db.ActorOfAsync(reader.AccountId, reader.Role, time.GetUtcNow(), cancellationToken);
        return new Told(await db.UnreadNoticesAsync(actor, cancellationToken), [.. actor.ActsFor]);
    }

    /// <returns>Null for who is nobody here: the connection is closed anyway.</returns>
    private static Reader? ReaderOf(HubCallerContext connection) =>
        Guid.TryParse(connection.User?.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
        && connection.User.FindAll(claim => Enum.TryParse<AccountRole>(claim.Value, out _)).FirstOrDefault() is { } claim
            ? new Reader(id, Enum.Parse<AccountRole>(claim.Value))
            : null;

    private sealed record Reader(Guid AccountId, AccountRole Role)
    {
        public string Group => $"{AccountId}:{Role}";
    }

    /// <param name="ActsFor">Whose notices are counted: the own, and those of whom one covers for.</param>
    private sealed record Told(int Count, HashSet<Guid> ActsFor);
}
