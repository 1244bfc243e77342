using System.Security.Claims;
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
        if (context.Features.Get<IExceptionHandlerFeature>() is null) await FindOutAsync(context, db, current, key, time);
        await next(context);
    }

    private static async Task FindOutAsync(HttpContext context, RegulatiefDbContext db, CurrentActor current, RequestKey key, TimeProvider time)
    {
        if (Guid.TryParse(context.User.FindFirstValue(ClaimTypes.NameIdentifier), out var accountId))
        {
            var today = time.Today();
            var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId && a.IsActive, context.RequestAborted);
            if (account is null)
            {
                context.User = new ClaimsPrincipal(new ClaimsIdentity());
            }
            else
            {
                var covers = await db.Covers.Where(c => c.CoveredById == accountId && c.From <= today && c.Until >= today)
                    .Select(c => c.AbsentId).ToListAsync(context.RequestAborted);
                current.Value = new Actor(accountId, account.Role) { ActsFor = [accountId, .. covers] };
            }
        }

        key.Value = context.Request.Headers[RequestKey.Header].FirstOrDefault();
        if (key.Value is null && context.Request.HasFormContentType && HttpMethods.IsPost(context.Request.Method))
            key.Value = (await context.Request.ReadFormAsync(context.RequestAborted))[PostFormTagHelper.IdempotencyField].FirstOrDefault();
    }
}
