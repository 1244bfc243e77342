using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

public sealed class TokenController : ApiController
{
    /// <summary>User name and password of a local account; the answer holds a bearer token for an hour.</summary>
    [HttpPost("auth/token"), AllowAnonymous, ChangesNothing]
    public async Task<IActionResult> Issue(LogInCommand credentials) => SignIn(await SendAsync(credentials), BearerScheme);
}
