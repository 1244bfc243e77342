using Microsoft.Extensions.Diagnostics.HealthChecks;
using Regulatief.Cases.Audit;

namespace Regulatief.Web.Hosting.Health;

/// <summary>What keeps the audit log from being what it should, as this process knows it.</summary>
public sealed class AuditState(AnchorPlace place)
{
    /// <summary>Null when the chain is anchored.</summary>
    public string? OfAnchors { get; set; } = place.Problem;

    /// <summary>Null when the last daily verification found nothing.</summary>
    public string? OfRows { get; set; }

    /// <summary>Null when rows reach the place that they are sent on to, or are sent nowhere.</summary>
    public string? OfForwarding { get; set; }

    /// <summary>Null when all is well.</summary>
    public string? Problem => OfRows ?? OfAnchors ?? OfForwarding;
}

/// <summary>Degraded while the audit log is not anchored, or does not agree with its anchors. The program goes on.</summary>
internal sealed class AuditHealth(AuditState state) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(state.Problem is { } problem ? HealthCheckResult.Degraded(problem) : HealthCheckResult.Healthy());
}
