using Hangfire;
using Microsoft.AspNetCore.Authorization;

namespace Regulatief.Web.Hosting.Jobs;

/// <summary>Hangfire's own pages, for administrators: to look at, and nothing to press.</summary>
internal static class JobDashboard
{
    public const string Path = "/systeem/hangfire";

    /// <summary>For people: a program has the API.</summary>
    private const string Cookie = "Identity.Application";

    /// <summary>Longer than any log-in: a page that asks again and again would keep one awake that nobody sits at.</summary>
    private static readonly TimeSpan Polling = TimeSpan.FromDays(1);

    public static void MapJobDashboard(this IEndpointRouteBuilder endpoints) => endpoints.MapHangfireDashboard(Path, new DashboardOptions
    {
        AppPath = "/systeem",
        // By the policy, as of every page. What Hangfire does by itself lets in whoever asks from this machine.
        Authorization = [],
        IsReadOnlyFunc = _ => true,
        DisplayStorageConnectionString = false,
        StatsPollingInterval = (int)Polling.TotalMilliseconds,
    }).RequireAuthorization(new AuthorizeAttribute(Policies.Administrator) { AuthenticationSchemes = Cookie });
}
