using Regulatief.Cases.Audit;

namespace Regulatief.Web.Hosting.Jobs;

/// <summary>Seals new audit rows every second, and at the start and every hour what came late.</summary>
internal sealed class AuditSealing(AuditSealer sealer, Turns turns, TimeProvider time, ILogger<AuditSealing> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LateTurn = TimeSpan.FromHours(1);

    private long? _lateAt;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        turns.TakeAsync(nameof(AuditSealing), Turn, SealAsync, failure => logger.LogError(failure, "The audit log could not be sealed"), stoppingToken, isFirstNow: true);

    private async Task SealAsync(CancellationToken cancellationToken)
    {
        if (_lateAt is { } at && time.GetElapsedTime(at) < LateTurn)
        {
            await sealer.SealAsync(cancellationToken);
            return;
        }

        await sealer.SealLateAsync(cancellationToken);
        _lateAt = time.GetTimestamp();
    }
}
