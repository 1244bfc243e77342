using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;

namespace Regulatief.Web.Hosting.Pipeline;

/// <summary>Knows who made a personal token, in the API alone: neither a page nor Studio's API is opened by it.</summary>
internal sealed class PersonalToken(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, RegulatiefDbContext db, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = nameof(PersonalToken);

    private const string Bearer = "Bearer ";

    public static bool IsIn(HttpRequest request) =>
        ProblemAnswers.IsOfApi(request.Path) && request.Headers.Authorization.ToString().StartsWith(Bearer + ApiToken.Prefix, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsIn(Request)) return AuthenticateResult.NoResult();

        var hash = ApiToken.HashOf(Request.Headers.Authorization.ToString()[Bearer.Length..].Trim());
        var made = await db.ApiTokens.Opening(time.Today()).Where(t => t.TokenHash == hash)
            .Join(db.Accounts.Where(a => a.IsActive), t => t.AccountId, a => a.Id, (t, a) => new { Token = t, Account = a })
            .Where(found => found.Account.Roles.Any(r => r.Role == found.Token.Role))
            .Select(found => new KnownLogIn(
                found.Token.Id, found.Account.Id, found.Token.Role, found.Account.TwoFactorEnabled, found.Account.Roles.All(r => FactorRules.Free.Contains(r.Role)),
                null, found.Token.LastUsedAt, found.Token.Scope))
            .SingleOrDefaultAsync(Context.RequestAborted);
        if (made is null) return AuthenticateResult.Fail("The token was revoked, is over or never was.");

        Context.Features.Set(made);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, made.AccountId.ToString())], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }
}
