using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Regulatief.Web.Hosting;

/// <summary>How often one may ask for what costs much or can be guessed at.</summary>
internal static class Limits
{
    /// <summary>Per address of the network. Generous: a whole office comes from one at nine o'clock. What one name may be guessed at is bounded by <c>LogInDelay</c>.</summary>
    public const string LogIn = nameof(LogIn);

    public static void AddTo(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.AddPolicy(LogIn, context => context.Connection.RemoteIpAddress is { } address
            ? RateLimitPartition.GetTokenBucketLimiter(address.ToString(), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = 200, TokensPerPeriod = 20, ReplenishmentPeriod = TimeSpan.FromSeconds(10), QueueLimit = 0, AutoReplenishment = true,
            })
            // Without one there is no network between: the same machine, or a test.
            : RateLimitPartition.GetNoLimiter(""));
    }
}
