using Hangfire;
using Regulatief.Cases.Promises;
using Regulatief.Web.Features.DueWorks;

namespace Regulatief.Web.Hosting.Jobs;

/// <summary>Has Hangfire keep promises at their instant. Only speed depends on it: a lost nudge is caught by <see cref="DueWorkSweep"/>.</summary>
internal sealed class DueWorkNudge(IBackgroundJobClient jobs, TimeProvider time, ILogger<DueWorkNudge> logger)
{
    /// <summary>How far ahead a promise is given to Hangfire; the sweep gives the later ones in time, so that a million open timers are no million jobs.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromSeconds(15);

    /// <summary>More at once is a burst: a sweep does it in batches, which is faster than as many jobs.</summary>
    public const int MaxJobs = 100;

    public void About(IEnumerable<DueWork> promises)
    {
        var until = time.GetUtcNow() + Ahead;
        var soon = promises.Where(p => p.DueAt <= until && p.Kind != DueWorkKind.Outbox).ToList();
        try
        {
            if (soon.Count > MaxJobs) jobs.Enqueue<DueWorkSweep>(sweep => sweep.SweepAsync(CancellationToken.None));
            else soon.ForEach(promise => jobs.Schedule<DueWorkJob>(job => job.RunAsync(promise.Id), promise.DueAt));
        }
        catch (BackgroundJobClientException exception)
        {
            logger.LogWarning(exception, "Due work was not nudged, {Count} rows; the sweep will find them", soon.Count);
        }
    }
}
