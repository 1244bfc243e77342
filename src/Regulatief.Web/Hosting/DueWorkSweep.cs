using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Features.DueWorks;

namespace Regulatief.Web.Hosting;

/// <summary>Finds what is due and was not nudged. Lose every job and the product is late by one turn, not wrong.</summary>
public sealed class DueWorkSweep(IServiceScopeFactory scopes, TimeProvider time, ILogger<DueWorkSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(15);
    private const int BatchSize = 50;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Turn, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The border of a job: the database may be away for a while, and the next turn tries again.
                logger.LogError(exception, "A sweep of due work failed");
            }
        }
    }

    /// <summary>Does all that is due now; a row that fails is logged and tried again later, the others go on.</summary>
    /// <returns>How many rows were done.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        var failed = new List<Guid>();
        while (await NextAsync(failed, cancellationToken) is { Count: > 0 } due)
        {
            foreach (var id in due)
            {
                if (await PerformAsync(id, cancellationToken)) done++;
                else failed.Add(id);
            }
        }

        return done;
    }

    private async Task<List<Guid>> NextAsync(List<Guid> failed, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow();
        return await scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>().DueWork
            .Where(w => !w.IsSuspended && w.ParkedAt == null && w.DueAt <= now && (w.RetryAt == null || w.RetryAt <= now) && !failed.Contains(w.Id))
            .OrderBy(w => w.DueAt).Take(BatchSize).Select(w => w.Id).ToListAsync(cancellationToken);
    }

    private async Task<bool> PerformAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        try
        {
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new PerformDueWorkCommand(id), cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "Due work {DueWorkId} failed", id);
            await KeepFailureAsync(id, exception, cancellationToken);
            return false;
        }
    }

    // In a scope of its own: the failed one's context still holds what was rolled back.
    private async Task KeepFailureAsync(Guid id, Exception exception, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        var failure = exception switch
        {
            CaseRuleException rule => rule.Code,
            NotFoundException missing => missing.Message,
            _ => exception.GetType().Name,
        };
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RecordFailedWorkCommand(id, failure), cancellationToken);
    }
}
