using System.Data.Common;
using Hangfire;
using Hangfire.Storage;

namespace Regulatief.Web.Features.Operations;

/// <summary>What Hangfire's storage tells. Nothing durable is there: see ADR 0004.</summary>
/// <param name="Storage">Of which kind it is.</param>
/// <param name="Enqueued">Nudges that wait for a worker.</param>
/// <param name="Scheduled">Nudges whose instant is to come.</param>
/// <param name="Failed">Nudges that failed; the sweep did their work, or will.</param>
public sealed record JobStorageState(
    string Storage, IReadOnlyList<JobServer> Servers, IReadOnlyList<JobQueue> Queues, IReadOnlyList<RecurringJob> Recurring, long Enqueued, long Scheduled, long Processing, long Failed)
{
    /// <returns>Null when it does not answer.</returns>
    public static JobStorageState? Of(JobStorage storage)
    {
        try
        {
            var told = storage.GetMonitoringApi();
            using var connection = storage.GetConnection();
            var counts = told.GetStatistics();
            return new JobStorageState(
                storage.GetType().Name,
                [.. told.Servers().Select(s => new JobServer(s.Name, At(s.StartedAt), s.Heartbeat is { } beat ? At(beat) : null, s.WorkersCount, [.. s.Queues])).OrderBy(s => s.Name, StringComparer.Ordinal)],
                [.. told.Queues().Select(q => new JobQueue(q.Name, q.Length, q.Fetched ?? 0)).OrderBy(q => q.Name, StringComparer.Ordinal)],
                [.. connection.GetRecurringJobs().Select(j => new RecurringJob(j.Id, j.LastExecution is { } last ? At(last) : null, j.NextExecution is { } next ? At(next) : null, j.LastJobState))],
                counts.Enqueued, counts.Scheduled, counts.Processing, counts.Failed);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            return null;
        }
    }

    private static DateTimeOffset At(DateTime told) => new(DateTime.SpecifyKind(told, DateTimeKind.Utc));
}

/// <param name="Heartbeat">Null before the first.</param>
public sealed record JobServer(string Name, DateTimeOffset StartedAt, DateTimeOffset? Heartbeat, int Workers, IReadOnlyList<string> Queues);

public sealed record JobQueue(string Name, long Waiting, long Fetched);

/// <param name="LastState">How the last run ended; null before the first.</param>
public sealed record RecurringJob(string Id, DateTimeOffset? LastAt, DateTimeOffset? NextAt, string? LastState);
