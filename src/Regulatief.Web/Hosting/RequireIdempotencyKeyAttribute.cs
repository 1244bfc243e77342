using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Mvc.Filters;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Hosting;

/// <summary>Refuses a state-changing call without an <c>Idempotency-Key</c> (400). On queries it asks nothing.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequireIdempotencyKeyAttribute : Attribute, IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        if (HttpMethods.IsGet(context.HttpContext.Request.Method) || context.ActionDescriptor.EndpointMetadata.OfType<ChangesNothingAttribute>().Any()) return;
        if (RequestKey.IsUsable(context.HttpContext.RequestServices.GetRequiredService<RequestKey>().Value)) return;
        throw new ValidationException([new ValidationFailure(RequestKey.Header, "") { ErrorCode = "idempotency-key-missing" }]);
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }
}

/// <summary>A POST that reads: a search, or a log-in.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChangesNothingAttribute : Attribute;
