using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Hosting;

/// <summary>A controller of the REST API under <c>/api/v1</c>: bearer tokens only, so no antiforgery; every state-changing call carries an idempotency key.</summary>
[ApiController]
[Route("api/v1")]
[IgnoreAntiforgeryToken]
[Authorize(AuthenticationSchemes = Scheme)]
[RequireIdempotencyKey]
public abstract class ApiController : ControllerBase
{
    public static readonly string BearerScheme = IdentityConstants.BearerScheme;

    private const string Scheme = "Identity.Bearer," + PersonalToken.SchemeName;

    protected IMediator Mediator => HttpContext.RequestServices.GetRequiredService<IMediator>();

    protected Task<TResult> SendAsync<TResult>(IRequest<TResult> request) => Mediator.Send(request, HttpContext.RequestAborted);
}
