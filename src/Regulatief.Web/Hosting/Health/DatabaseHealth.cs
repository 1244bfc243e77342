using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Regulatief.Cases.Persistence;

namespace Regulatief.Web.Hosting.Health;

/// <summary>Ready when the database answers and holds this version's tables.</summary>
internal sealed class DatabaseHealth(RegulatiefDbContext db) : IHealthCheck
{
    public const string Ready = "ready";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Count();
        return pending == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"{pending} migrations were not applied.");
    }
}
