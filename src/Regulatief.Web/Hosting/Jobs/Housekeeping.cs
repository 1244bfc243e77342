using MediatR;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Features.Housekeeping;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Hosting.Jobs;

/// <summary>Once an hour removes what was kept for a time only and whose time is over.</summary>
public sealed class Housekeeping(IServiceScopeFactory scopes, TimeProvider time, ILogger<Housekeeping> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Turn, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ClearAwayAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The border of a job: the database may be away for a while, and the next turn tries again.
                logger.LogError(exception, "What was kept for a time only could not be cleared away");
            }
        }
    }

    /// <summary>In batches, so that nobody waits long for one of them.</summary>
    /// <returns>How many rows went.</returns>
    public async Task<int> ClearAwayAsync(CancellationToken cancellationToken)
    {
        var cleared = 0;
        ClearAwayResult result;
        do
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
            result = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ClearAwayCommand(), cancellationToken);
            cleared += result.Rows;
        }
        while (result.MayBeMore);

        return cleared;
    }
}
