using Hangfire;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Web.Features.DueWorks;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Hosting.Jobs;

/// <summary>Finds what is due and was not nudged, and nudges what falls due before its next turn. Lose every job and the product is late by one turn, not wrong.</summary>
public sealed class DueWorkSweep(IServiceScopeFactory scopes, WriteGate gate, Turns turns, TimeProvider time, ILogger<DueWorkSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = DueWorkNudge.Ahead;
    private const int BatchSize = 50;

    /// <summary>A server writes one while the other is calculated.</summary>
    private readonly int _batchesAtOnce = gate.IsForOne ? 1 : 2;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => turns.TakeAsync(
        nameof(DueWorkSweep),
        Turn,
        async cancellationToken =>
        {
            await SweepAsync(cancellationToken);
            await LookAheadAsync(cancellationToken);
        },
        failure => logger.LogError(failure, "A sweep of due work failed"),
        stoppingToken, isFirstNow: true);

    /// <summary>Does all that is due now, a turn of its own or because much fell due at once; a row that fails is logged and tried again later, the others go on.</summary>
    /// <returns>How many rows were done.</returns>
    [AutomaticRetry(Attempts = 0)]
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        var failed = new List<Guid>();
        while (await NextAsync(failed, cancellationToken) is { Count: > 0 } due)
        {
            var failures = await Task.WhenAll(due.Select(batch => PerformBatchAsync(batch, cancellationToken)));
            foreach (var ids in failures) failed.AddRange(ids);
            done += due.Sum(batch => batch.Length) - failures.Sum(ids => ids.Count);
        }

        return done;
    }

    private async Task LookAheadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow();
        var soon = await scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>().DueWork.AsNoTracking()
            .DueBy(now + Turn).Where(w => w.DueAt > now && w.Kind != DueWorkKind.Outbox).OrderBy(w => w.DueAt).Take(DueWorkNudge.MaxJobs).ToListAsync(cancellationToken);
        scope.ServiceProvider.GetRequiredService<DueWorkNudge>().About(soon);
    }

    /// <summary>The longest due, one of a case: what a case promised is kept in its order. What was begun in a process that died is tried alone.</summary>
    private async Task<List<Guid[]>> NextAsync(List<Guid> failed, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var due = await scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>().DueWork
            .DueBy(time.GetUtcNow()).Where(w => w.Kind != DueWorkKind.Outbox && !failed.Contains(w.Id))
            .OrderBy(w => w.DueAt).Take(BatchSize * _batchesAtOnce).Select(w => new { w.Id, w.CaseId, WasLeft = w.Starts > 0 && w.StartedBy != BeginDueWorkCommand.ThisProcess }).ToListAsync(cancellationToken);
        var ofCases = due.DistinctBy(w => w.CaseId).ToList();
        if (ofCases.Find(w => w.WasLeft) is { } left) return [[left.Id]];
        return [.. ofCases.Select(w => w.Id).Chunk(BatchSize)];
    }

    /// <summary>All in one commit, or each in its own when one of them fails.</summary>
    /// <returns>Those that failed.</returns>
    private async Task<List<Guid>> PerformBatchAsync(Guid[] batch, CancellationToken cancellationToken)
    {
        var failed = new List<Guid>();
        if (await PerformAsync(batch, cancellationToken) is null) return failed;

        foreach (var id in batch)
        {
            if (await PerformAsync([id], cancellationToken) is not { } exception) continue;

            logger.LogError(exception, "Due work {DueWorkId} failed", id);
            failed.Add(id);
            await KeepFailureAsync(id, exception, cancellationToken);
        }

        return failed;
    }

    /// <returns>Why none was done; null when all were.</returns>
    private async Task<Exception?> PerformAsync(Guid[] ids, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        try
        {
            var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
            await mediator.Send(new BeginDueWorkCommand(ids, BeginDueWorkCommand.ThisProcess), cancellationToken);
            await mediator.Send(new PerformDueWorkCommand(ids), cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return exception;
        }
    }

    // In a scope of its own: the failed one's context still holds what was rolled back.
    private async Task KeepFailureAsync(Guid id, Exception exception, CancellationToken cancellationToken)
    {
        var failure = exception switch
        {
            CaseRuleException rule => rule.Code,
            NotFoundException missing => missing.Message,
            _ => exception.GetType().Name,
        };
        await scopes.SendAsSystemAsync(new RecordFailedWorkCommand(id, failure), cancellationToken);
    }
}
