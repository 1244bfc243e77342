using System.Security.Claims;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Studio;

/// <summary>A bearer token for the designer's own browser: Studio sends no cookie. Short-lived, since a script holds it; the page asks for the next one in time.</summary>
/// <param name="User">As the cookie proved it.</param>
public sealed record IssueStudioTokenQuery(ClaimsPrincipal User) : IPlainQuery<StudioToken>
{
    AuditSubject IConcerns.Subject => AuditSubject.None;
}

/// <param name="ExpiresIn">In seconds.</param>
public sealed record StudioToken(string Token, int ExpiresIn);

internal sealed class IssueStudioTokenHandler(IOptionsMonitor<BearerTokenOptions> bearer, TimeProvider time, Actor actor) : IRequestHandler<IssueStudioTokenQuery, StudioToken>
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    public Task<StudioToken> Handle(IssueStudioTokenQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var ticket = new AuthenticationTicket(
            query.User, new AuthenticationProperties { ExpiresUtc = time.GetUtcNow() + Life }, $"{IdentityConstants.BearerScheme}:AccessToken");
        return Task.FromResult(new StudioToken(bearer.Get(IdentityConstants.BearerScheme).BearerTokenProtector.Protect(ticket), (int)Life.TotalSeconds));
    }
}
