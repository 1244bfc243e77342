using System.Collections.Concurrent;
using Regulatief.Cases.Operations;

namespace Regulatief.Web.Hosting;

/// <summary>The loop of the hosted jobs, and their border. Remembers of each how its turns go: <c>TurnBook</c> writes that down for all to see.</summary>
public sealed class Turns(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, JobTurn> _jobs = new();

    /// <summary>This process, under the name that Hangfire's server begins with.</summary>
    public static string Node { get; } = $"{Environment.MachineName}:{Environment.ProcessId}".ToLowerInvariant();

    public IEnumerable<JobTurn> Taken => _jobs.Values;

    /// <summary>Works once each turn until the host stops. The database, or who is at the other end, may be away for a while: what went wrong is told, and the next turn tries again.</summary>
    /// <param name="job">Its class.</param>
    /// <param name="isFirstNow">Whether the first is taken at once, and not one turn from now.</param>
    public async Task TakeAsync(
        string job, TimeSpan turn, Func<CancellationToken, Task> work, Action<Exception> tell, CancellationToken stoppingToken, bool isFirstNow = false)
    {
        _jobs[job] = new JobTurn { Node = Node, Job = job, EverySeconds = (int)turn.TotalSeconds, StartedAt = time.GetUtcNow() };
        using var timer = new PeriodicTimer(turn, time);
        if (isFirstNow) await TakeOneAsync();
        while (await timer.WaitForNextTickAsync(stoppingToken)) await TakeOneAsync();

        async Task TakeOneAsync()
        {
            _jobs[job] = _jobs[job] with { BeganAt = time.GetUtcNow() };
            try
            {
                await work(stoppingToken);
                _jobs[job] = _jobs[job] with { EndedWellAt = time.GetUtcNow() };
            }
            // A request that got no answer in time is cancelled too, and no reason to stop.
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                _jobs[job] = _jobs[job] with { FailedAt = time.GetUtcNow(), Failure = exception.GetType().Name };
                tell(exception);
            }
        }
    }
}
