using Regulatief.Cases.Audit;

namespace Regulatief.Web.Hosting.Jobs;

/// <summary>Seals new audit rows every second, and at the start and every hour what came late.</summary>
internal sealed class AuditSealing(AuditSealer sealer, TimeProvider time, ILogger<AuditSealing> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LateTurn = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Turn, time);
        long? lateAt = null;
        do
        {
            try
            {
                if (lateAt is { } at && time.GetElapsedTime(at) < LateTurn)
                {
                    await sealer.SealAsync(stoppingToken);
                    continue;
                }

                await sealer.SealLateAsync(stoppingToken);
                lateAt = time.GetTimestamp();
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The border of a job: the database may be away for a while, and the next turn tries again.
                logger.LogError(exception, "The audit log could not be sealed");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
