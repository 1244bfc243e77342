using Hangfire;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Features.DueWorks;

namespace Regulatief.Web.Hosting;

/// <summary>Asks Hangfire to look at promised work when it is due. Only speed depends on it: a lost nudge is caught by <see cref="DueWorkSweep"/>.</summary>
internal sealed class DueWorkNudge(IBackgroundJobClient jobs, ILogger<DueWorkNudge> logger)
{
    public void About(IEnumerable<DueWork> promises)
    {
        foreach (var promise in promises)
        {
            try
            {
                jobs.Schedule<DueWorkJob>(job => job.RunAsync(promise.Id), promise.DueAt);
            }
            catch (BackgroundJobClientException exception)
            {
                logger.LogWarning(exception, "Due work {DueWorkId} was not nudged; the sweep will find it", promise.Id);
            }
        }
    }
}
