using MediatR;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Hosting.Jobs;

/// <summary>What jobs ask of the product: through the pipeline as anybody, under nobody's name.</summary>
internal static class SystemRequests
{
    /// <summary>In a scope of its own: what went wrong in one request is not in the way of the next.</summary>
    public static async Task<T> SendAsSystemAsync<T>(this IServiceScopeFactory scopes, IRequest<T> request, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellationToken);
    }
}
