using System.Data.Common;
using Regulatief.Cases.Operations;

namespace Regulatief.Web.Hosting.Jobs;

/// <summary>Writes down every half minute how the turns of this process go, whatever they do meanwhile: one that hangs is seen too.</summary>
public sealed class TurnBook(Turns turns, JobTurns kept, ILogger<TurnBook> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await kept.ForgetAsync(Turns.Node, cancellationToken);
        }
        catch (DbException exception)
        {
            // It shows as gone for a day, and goes by itself.
            logger.LogWarning(exception, "That this process stops could not be written down");
        }
    }

    public Task WriteAsync(CancellationToken cancellationToken) => kept.KeepAsync([.. turns.Taken], cancellationToken);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        turns.TakeAsync(nameof(TurnBook), Turn, WriteAsync, failure => logger.LogError(failure, "How the jobs go could not be written down"), stoppingToken, isFirstNow: true);
}
