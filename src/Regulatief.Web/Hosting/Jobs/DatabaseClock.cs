using Regulatief.Cases.Persistence;

namespace Regulatief.Web.Hosting.Jobs;

/// <summary>
/// The database's clock, so that nodes agree on what is due: what it last said, and what passed since by this machine's steady counter.
/// A jump of the machine's own clock changes nothing. Until the database was asked it is the machine's clock.
/// </summary>
public sealed class DatabaseClock(TimeProvider machine) : TimeProvider
{
    private volatile Reading? _last;

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => _last is { } last ? last.Now + machine.GetElapsedTime(last.ReadAt) : machine.GetUtcNow();

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => machine.CreateTimer(callback, state, dueTime, period);

    /// <param name="now">What the database said; counted from here on, so late by the way of the answer and never early.</param>
    public void Set(DateTimeOffset now) => _last = new Reading(now, machine.GetTimestamp());

    private sealed record Reading(DateTimeOffset Now, long ReadAt);
}

/// <summary>Asks the database for its time at the start, and every 30 s.</summary>
public sealed class DatabaseClockReader(IServiceScopeFactory scopes, DatabaseClock clock, Turns turns, ILogger<DatabaseClockReader> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        clock.Set(await scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>().NowAsync(cancellationToken));
    }

    // Until it is told again, the steady counter goes on from the last answer.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        turns.TakeAsync(nameof(DatabaseClockReader), Turn, ReadAsync, failure => logger.LogWarning(failure, "The database did not tell its time"), stoppingToken);
}
