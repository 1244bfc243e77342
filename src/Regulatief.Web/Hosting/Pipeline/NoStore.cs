using Regulatief.Web.ElsaApi;

namespace Regulatief.Web.Hosting.Pipeline;

/// <summary>Keeps what the APIs answer out of every cache, that of the caller included, unless the answer says otherwise.</summary>
internal sealed class NoStore(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (ProblemAnswers.IsOfApi(context.Request.Path) || ElsaErrors.IsOfElsa(context.Request.Path))
        {
            // At the very last: whoever writes a failure clears the headers first.
            context.Response.OnStarting(() =>
            {
                if (context.Response.Headers.CacheControl.Count == 0) context.Response.Headers.CacheControl = "no-store";
                return Task.CompletedTask;
            });
        }

        return next(context);
    }
}
