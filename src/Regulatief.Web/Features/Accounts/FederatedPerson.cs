using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Features.Accounts;

/// <summary>What the organisation's log-in said of who comes from it.</summary>
/// <param name="Ticket">Of this one coming: what came once is taken once.</param>
/// <param name="Subject">Who it is to that log-in, for good. A name or an address can be given to somebody else.</param>
/// <param name="Roles">What they may be here.</param>
/// <param name="HasFactor">Whether it says that it asked for two factors, and the settings take its word.</param>
/// <param name="ProvedAt">When they last proved there who they are; null when it does not say.</param>
/// <param name="AskedAt">When we sent them there.</param>
/// <param name="Name">As they are called; null when it does not say.</param>
/// <param name="Invitation">The code of the invitation that they follow; null for none.</param>
public sealed record FederatedPerson(
    string Ticket, string Subject, IReadOnlyList<AccountRole> Roles, bool HasFactor, DateTimeOffset? ProvedAt, DateTimeOffset AskedAt, string? Name, string? UserName, string? Invitation)
{
    /// <summary>By which it is kept: subjects may be long, and differ by capitals alone, which not every database sees.</summary>
    internal string SubjectHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Subject)));

    private const string InvitationKey = "invitation";
    private const string AskedKey = "asked";
    private const string TicketClaim = "ticket";
    private const string FactorClaim = "factor";

    /// <returns>Null when nobody came, or too long ago.</returns>
    public static async Task<FederatedPerson?> InAsync(HttpContext context)
    {
        if (await context.AuthenticateAsync(IdentityConstants.ExternalScheme) is not { Succeeded: true, Principal: { } who, Properties: { } properties }) return null;
        return new FederatedPerson(
            who.FindFirstValue(TicketClaim)!, who.FindFirstValue(JwtRegisteredClaimNames.Sub)!, [.. who.FindAll(ClaimTypes.Role).Select(role => Enum.Parse<AccountRole>(role.Value))],
            who.HasClaim(claim => claim.Type == FactorClaim),
            long.TryParse(who.FindFirstValue(JwtRegisteredClaimNames.AuthTime), out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
            DateTimeOffset.Parse(properties.Items[AskedKey]!, CultureInfo.InvariantCulture),
            who.FindFirstValue(JwtRegisteredClaimNames.Name), who.FindFirstValue(JwtRegisteredClaimNames.PreferredUsername), properties.Items.TryGetValue(InvitationKey, out var code) ? code : null);
    }

    /// <summary>How to send somebody there.</summary>
    /// <param name="goOnAt">Where they come back to with what it said.</param>
    internal static AuthenticationProperties Asked(string goOnAt, DateTimeOffset now, string? invitation = null)
    {
        var properties = new AuthenticationProperties { RedirectUri = goOnAt, Items = { [AskedKey] = now.ToString("O", CultureInfo.InvariantCulture) } };
        if (invitation is not null) properties.Items[InvitationKey] = invitation;
        return properties;
    }

    /// <summary>How to send them there to prove anew who they are, however recently they did.</summary>
    internal static AuthenticationProperties AskedAnew(string goOnAt, DateTimeOffset now)
    {
        var properties = Asked(goOnAt, now);
        properties.SetParameter(OpenIdConnectParameterNames.MaxAge, TimeSpan.Zero);
        properties.SetParameter(OpenIdConnectParameterNames.Prompt, "login");
        return properties;
    }

    /// <summary>What is kept of an id token: the roles as ours, and nothing that nobody asks for.</summary>
    internal static ClaimsPrincipal Of(ClaimsPrincipal token, FederationOptions options, FederatedRolesOptions roles)
    {
        var given = roles.Given([.. token.FindAll(options.RoleClaim).Select(claim => claim.Value)]);
        var factors = Parts.Of(options.SecondFactor);
        List<Claim> kept =
        [
            new(TicketClaim, Guid.NewGuid().ToString()),
            .. token.Claims.Where(claim => claim.Type is JwtRegisteredClaimNames.Sub or JwtRegisteredClaimNames.AuthTime or JwtRegisteredClaimNames.Name or JwtRegisteredClaimNames.PreferredUsername),
            .. given.Select(role => new Claim(ClaimTypes.Role, role.ToString())),
        ];
        if (token.Claims.Any(claim => claim.Type is JwtRegisteredClaimNames.Amr or JwtRegisteredClaimNames.Acr && factors.Contains(claim.Value))) kept.Add(new Claim(FactorClaim, ""));
        return new ClaimsPrincipal(new ClaimsIdentity(kept, IdentityConstants.ExternalScheme));
    }
}

/// <summary>By what people can log in here.</summary>
/// <param name="Local">With a password or passkey of this program.</param>
/// <param name="Federation">By the organisation's own log-in.</param>
public sealed record LogInWays(bool Local, bool Federation)
{
    public const string Refusal = "accounts-not-local";
}

/// <summary>The organisation's log-in, as far as it says of itself.</summary>
public sealed class Federation(IOptionsMonitor<OpenIdConnectOptions> options, LogInWays ways, ILogger<Federation> logger)
{
    public const string Scheme = "Regulatief.Federation";

    /// <summary>Whether it can be reached.</summary>
    public async Task<bool> IsThereAsync(CancellationToken cancellationToken) => await FindAsync(cancellationToken) is not null;

    /// <summary>Whether it has an address at which one logs out. Who logs out while it is away is logged out here alone.</summary>
    public async Task<bool> EndsLogInsAsync(CancellationToken cancellationToken) => ways.Federation && !string.IsNullOrEmpty((await FindAsync(cancellationToken))?.EndSessionEndpoint);

    private async Task<OpenIdConnectConfiguration?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await options.Get(Scheme).ConfigurationManager!.GetConfigurationAsync(cancellationToken);
        }
        catch (InvalidOperationException exception)
        {
            // So ASP.NET Core's handler fails as well: better a sentence than an error page.
            logger.LogWarning(exception, "The organisation's log-in could not be reached");
            return null;
        }
    }
}
