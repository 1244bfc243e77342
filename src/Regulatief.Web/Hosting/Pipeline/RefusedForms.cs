using System.Security.Claims;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Regulatief.Web.Hosting.Pipeline;

/// <summary>Logs a form that came without its token: from a page that stood open for days, or from another site.</summary>
internal sealed class RefusedForms(ILogger<RefusedForms> logger) : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is IAntiforgeryValidationFailedResult)
            logger.LogWarning("{Action} of {AccountId} came without its token", context.ActionDescriptor.DisplayName, context.HttpContext.User.FindFirstValue(ClaimTypes.NameIdentifier));
    }

    public void OnResultExecuted(ResultExecutedContext context) { }
}
