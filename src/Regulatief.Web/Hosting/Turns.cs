namespace Regulatief.Web.Hosting;

/// <summary>The loop of a hosted job, and its border.</summary>
internal static class Turns
{
    /// <summary>Works once each turn until the host stops. The database, or who is at the other end, may be away for a while: what went wrong is told, and the next turn tries again.</summary>
    /// <param name="isFirstNow">Whether the first is taken at once, and not one turn from now.</param>
    public static async Task TakeTurnsAsync(
        this TimeProvider time, TimeSpan turn, Func<CancellationToken, Task> work, Action<Exception> tell, CancellationToken stoppingToken, bool isFirstNow = false)
    {
        using var timer = new PeriodicTimer(turn, time);
        if (isFirstNow) await TakeOneAsync();
        while (await timer.WaitForNextTickAsync(stoppingToken)) await TakeOneAsync();

        async Task TakeOneAsync()
        {
            try
            {
                await work(stoppingToken);
            }
            // A request that got no answer in time is cancelled too, and no reason to stop.
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                tell(exception);
            }
        }
    }
}
