using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Features.Shared.Forms;

namespace Regulatief.Web.Hosting.Pipeline;

/// <summary>Makes the actor of a logged-in request: read anew each time, so that a right taken away is gone at the next click.</summary>
internal sealed class ActorMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, RegulatiefDbContext db, CurrentActor current, RequestKey key, TimeProvider time)
    {
        // On the way to the error page everything is known already, and the database may be what failed.
        if (context.Features.Get<IExceptionHandlerFeature>() is null && !await IsKnownAsync(context, db, current, time))
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity());
            if (context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null)
            {
                // Here and not by the policy: a token that was proved once stays so for a policy that asks for its scheme.
                await context.ChallengeAsync();
                return;
            }
        }

        if (context.Features.Get<IExceptionHandlerFeature>() is null) key.Value = await KeyOfAsync(context);
        await next(context);
    }

    /// <returns>False when somebody proved to have an account that is closed.</returns>
    private static async Task<bool> IsKnownAsync(HttpContext context, RegulatiefDbContext db, CurrentActor current, TimeProvider time)
    {
        if (!Guid.TryParse(context.User.FindFirstValue(ClaimTypes.NameIdentifier), out var accountId)) return true;

        var today = time.Today();
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId && a.IsActive, context.RequestAborted);
        if (account is null) return false;

        var covers = await db.Covers.Where(c => c.CoveredById == accountId && c.From <= today && c.Until >= today)
            .Select(c => c.AbsentId).ToListAsync(context.RequestAborted);
        current.Value = new Actor(accountId, account.Role) { ActsFor = [accountId, .. covers] };
        return true;
    }

    private static async Task<string?> KeyOfAsync(HttpContext context)
    {
        if (context.Request.Headers[RequestKey.Header].FirstOrDefault() is { } given) return given;
        if (!context.Request.HasFormContentType) return null;

        var written = (await FormOfAsync(context.Request, context.RequestAborted))[PostFormTagHelper.IdempotencyField].FirstOrDefault();
        return written is null || RequestKey.IsUsable(written) ? written : throw new BadHttpRequestException("The form's key is none of ours.");
    }

    /// <summary>The first reading of a form, whatever it is for: what cannot be read as one is refused here.</summary>
    /// <exception cref="BadHttpRequestException">It is broken, has too many fields, or is in no known writing.</exception>
    private static async Task<IFormCollection> FormOfAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await request.ReadFormAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or NotSupportedException || (exception is IOException and not BadHttpRequestException))
        {
            // Nothing behind here, the error page least of all, shall try to read it again.
            (request.ContentType, request.Body) = (null, Stream.Null);
            throw new BadHttpRequestException("The form cannot be read.", exception);
        }
    }
}
