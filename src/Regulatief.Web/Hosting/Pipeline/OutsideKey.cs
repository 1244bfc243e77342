using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Hosting.Pipeline;

/// <summary>Knows the system outside by the key that both sides hold, sent as a bearer token.</summary>
internal sealed class OutsideKey(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IOptions<OutboxOptions> outbox)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = nameof(OutsideKey);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    private AuthenticateResult Authenticate()
    {
        if (!outbox.Value.IsOn) return AuthenticateResult.NoResult();

        // Hashed first, so that the comparison takes the same time whatever was sent.
        var isKnown = CryptographicOperations.FixedTimeEquals(Hash($"Bearer {outbox.Value.Key}"), Hash(Request.Headers.Authorization.ToString()));
        if (!isKnown) return AuthenticateResult.NoResult();

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Role, Policies.OutsideSystem)], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
