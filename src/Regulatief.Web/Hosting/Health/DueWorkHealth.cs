using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;

namespace Regulatief.Web.Hosting.Health;

/// <summary>
/// Unhealthy while something that was promised is minutes late: no worker runs, or it cannot keep up. What waits after a failure, is parked, or stands still with its
/// case is not late. Takes no node out of service: pages are served all the same.
/// </summary>
internal sealed class DueWorkHealth(RegulatiefDbContext db, TimeProvider time) : IHealthCheck
{
    // A promise is kept within 20 seconds; this much later somebody has to look.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var before = time.GetUtcNow() - Patience;
        return await db.DueWork.DueBy(before).AnyAsync(cancellationToken)
            ? HealthCheckResult.Unhealthy($"Work that was due before {before:O} was not done.")
            : HealthCheckResult.Healthy();
    }
}

/// <summary>Degraded while mail, or a short message, that could be tried is minutes late.</summary>
internal sealed class MailHealth(RegulatiefDbContext db, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (now, before) = (time.GetUtcNow(), time.GetUtcNow() - Patience);
        return await db.Mails.DueBy(now).AnyAsync(m => m.DueAt <= before, cancellationToken) || await db.ShortMessages.DueBy(now).AnyAsync(m => m.DueAt <= before, cancellationToken)
            ? HealthCheckResult.Degraded($"Mail that was due before {before:O} was not sent.")
            : HealthCheckResult.Healthy();
    }
}
