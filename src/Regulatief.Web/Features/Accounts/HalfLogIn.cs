using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Regulatief.Cases.Accounts;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Somebody whose password was right, and whose second factor is still to come. It opens nothing but the page that asks for it.</summary>
/// <param name="Stamp">Of the account: a password that changes meanwhile ends it.</param>
/// <param name="By">What the first step was.</param>
public sealed record HalfLogIn(Guid AccountId, string Stamp, LogInMeans By)
{
    /// <summary>A scheme of its own, which no policy asks for.</summary>
    public const string Scheme = "Regulatief.HalfLogIn";

    public static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(5);

    internal static ClaimsPrincipal Of(Account account, LogInMeans by) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, account.Id.ToString()), new Claim(ClaimTypes.Sid, account.SecurityStamp!), new Claim(ClaimTypes.AuthenticationMethod, by.ToString())], Scheme));

    /// <returns>Null when there is none, or it took too long.</returns>
    public static async Task<HalfLogIn?> InAsync(HttpContext context) =>
        await context.AuthenticateAsync(Scheme) is { Succeeded: true, Principal: { } half } && Guid.TryParse(half.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            ? new HalfLogIn(id, half.FindFirstValue(ClaimTypes.Sid)!, Enum.TryParse<LogInMeans>(half.FindFirstValue(ClaimTypes.AuthenticationMethod), out var by) ? by : LogInMeans.Own)
            : null;
}
