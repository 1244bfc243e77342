using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.Persistence;

namespace Regulatief.Web.Hosting.Health;

/// <summary>Unhealthy while something late came to an administrator since no coordinator and no manager is there who could act. Takes no node out of service.</summary>
internal sealed class EscalationHealth(RegulatiefDbContext db) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await db.WithNobodyThere().AnyAsync(cancellationToken)
            ? HealthCheckResult.Unhealthy("Something is late and nobody is there but an administrator.")
            : HealthCheckResult.Healthy();
}
