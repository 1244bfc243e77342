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

/// <summary>Makes the actor of a logged-in request: read anew each time, so that a right taken away, and a log-in that was ended, is gone at the next click.</summary>
internal sealed class ActorMiddleware(RequestDelegate next)
{
    /// <summary>What the cookie and the token carry beside the account: which log-in they belong to.</summary>
    public const string SessionClaim = "sid";

    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    public async Task InvokeAsync(HttpContext context, RegulatiefDbContext db, WriteGate gate, CurrentActor current, RequestKey key, TimeProvider time)
    {
        // On the way to the error page everything is known already, and the database may be what failed.
        if (context.Features.Get<IExceptionHandlerFeature>() is null && !await IsKnownAsync(context, db, gate, current, time))
        {
            var whose = context.User;
            context.User = new ClaimsPrincipal(new ClaimsIdentity());
            if (context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null)
            {
                // Here and not by the policy: a token that was proved once stays so for a policy that asks for its scheme.
                await ChallengeAsync(context, whose);
                return;
            }
        }

        if (context.Features.Get<IExceptionHandlerFeature>() is null) key.Value = await KeyOfAsync(context);
        await next(context);
    }

    /// <returns>False when somebody proved to have an account that is closed, or a log-in that has ended.</returns>
    private static async Task<bool> IsKnownAsync(HttpContext context, RegulatiefDbContext db, WriteGate gate, CurrentActor current, TimeProvider time)
    {
        if (!Guid.TryParse(context.User.FindFirstValue(ClaimTypes.NameIdentifier), out var accountId)) return true;
        if (!Guid.TryParse(context.User.FindFirstValue(SessionClaim), out var sessionId)) return false;

        var (now, today) = (time.GetUtcNow(), time.Today());
        var found = await db.Sessions.Lasting(now).Where(s => s.Id == sessionId && s.AccountId == accountId)
            .Join(db.Accounts.Where(a => a.IsActive), s => s.AccountId, a => a.Id, (s, a) => new { a.Role, s.LastSeenAt })
            .SingleOrDefaultAsync(context.RequestAborted);
        if (found is null) return false;

        var covers = await db.Covers.Where(c => c.CoveredById == accountId && c.From <= today && c.Until >= today)
            .Select(c => c.AbsentId).ToListAsync(context.RequestAborted);
        current.Value = new Actor(accountId, found.Role) { ActsFor = [accountId, .. covers] };
        current.SessionId = sessionId;
        if (now - found.LastSeenAt >= SeenEvery) await SeeAsync(db, gate, sessionId, now, context.RequestAborted);
        return true;
    }

    private static async Task SeeAsync(RegulatiefDbContext db, WriteGate gate, Guid sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var passage = await gate.EnterAsync(cancellationToken);
        await db.Sessions.Where(s => s.Id == sessionId && s.LastSeenAt < now).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, now), cancellationToken);
    }

    /// <summary>To the log-in; and with what was typed in a form to the page that sends it after all.</summary>
    private static async Task ChallengeAsync(HttpContext context, ClaimsPrincipal whose)
    {
        // A page of ours, which a cookie opened: a program is told that its token is over.
        var isOfPage = context.Request.HasFormContentType && context.Request.Headers.Authorization.Count == 0;
        var held = isOfPage && Guid.TryParse(whose.FindFirstValue(ClaimTypes.NameIdentifier), out var accountId)
            ? await context.RequestServices.GetRequiredService<HeldForms>().HoldAsync(
                accountId, context.Request.PathBase + context.Request.Path + context.Request.QueryString, await FormOfAsync(context.Request, context.RequestAborted), context.RequestAborted)
            : null;
        if (held is { } id) context.Response.Redirect($"/inloggen?terug=/formulieren/{id}");
        else await context.ChallengeAsync();
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
