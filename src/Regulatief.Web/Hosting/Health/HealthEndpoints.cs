using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Regulatief.Web.Hosting.Health;

internal static class HealthEndpoints
{
    /// <summary>For a proxy and for whoever watches: whether it runs, whether it can serve, and which version it is.</summary>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        endpoints.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(DatabaseHealth.Ready) }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(
            new
            {
                Status = report.Status.ToString(),
                Version = ProductVersion.Current,
                // By name alone: anybody may ask, and why it is so stands in the log of the program.
                Problems = report.Entries.Where(check => check.Value.Status != HealthStatus.Healthy).Select(check => check.Key),
            },
            context.RequestAborted);
}
