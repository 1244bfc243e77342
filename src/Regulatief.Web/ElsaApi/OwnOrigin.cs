namespace Regulatief.Web.ElsaApi;

/// <summary>Refuses whoever was sent to the hub by a page of another site: a browser lets any page open a web socket, and only says of which it is.</summary>
internal sealed class OwnOrigin(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Headers.Origin is [var origin] ? origin == $"{request.Scheme}://{request.Host}" : request.Headers.Origin.Count == 0) return next(context);

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
