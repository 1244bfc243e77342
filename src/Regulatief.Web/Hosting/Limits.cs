using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Regulatief.Web.Hosting;

/// <summary>How often one may ask for what costs much or can be guessed at.</summary>
internal static class Limits
{
    /// <summary>Per address of the network. Generous: a whole office comes from one at nine o'clock. What one name may be guessed at is bounded by <c>LogInDelay</c>.</summary>
    public const string LogIn = nameof(LogIn);

    /// <summary>Per account: a file of much that one may see.</summary>
    public const string Export = nameof(Export);

    /// <summary>Per account: where the present password is asked again, which somebody at an open page could guess at.</summary>
    public const string Proof = nameof(Proof);

    /// <summary>Per account: names that are looked for, and connections that stay open. More than a person does, less than a program that collects.</summary>
    public const string Search = nameof(Search);

    /// <summary>Per account: connections that pages make by themselves. More pages than anybody opens.</summary>
    public const string Pages = nameof(Pages);

    public static void AddTo(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (stopped, _) =>
        {
            var context = stopped.HttpContext;
            context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Limits).FullName!).LogWarning(
                "{Method} {Route} of {AccountId} was stopped by its limit", context.Request.Method, (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText, context.User.FindFirstValue(ClaimTypes.NameIdentifier));
            return ValueTask.CompletedTask;
        };
        options.AddPolicy(Export, context => PerMinute(context, 5));
        options.AddPolicy(Proof, context => PerMinute(context, 5));
        options.AddPolicy(Search, context => PerMinute(context, 60));
        options.AddPolicy(Pages, context => PerMinute(context, 300));
        options.AddPolicy(LogIn, context => context.Connection.RemoteIpAddress is { } address
            ? RateLimitPartition.GetTokenBucketLimiter(address.ToString(), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = 200, TokensPerPeriod = 20, ReplenishmentPeriod = TimeSpan.FromSeconds(10), QueueLimit = 0, AutoReplenishment = true,
            })
            // Without one there is no network between: the same machine, or a test.
            : RateLimitPartition.GetNoLimiter(""));
    }

    /// <summary>Of an account; of an address where somebody proves only later who they are, as on the hub.</summary>
    private static RateLimitPartition<string> PerMinute(HttpContext context, int times) => RateLimitPartition.GetFixedWindowLimiter(
        context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = times, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 });
}
