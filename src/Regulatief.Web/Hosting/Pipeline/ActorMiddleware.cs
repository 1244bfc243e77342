using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Web.ElsaApi;
using Regulatief.Web.Features.Shared.Forms;

namespace Regulatief.Web.Hosting.Pipeline;

/// <summary>Makes the actor of a logged-in request: read anew each time, so that a right taken away, and a log-in that was ended, is gone at the next click.</summary>
internal sealed class ActorMiddleware(RequestDelegate next)
{
    /// <summary>What the cookie and the token carry beside the account: which log-in they belong to.</summary>
    public const string SessionClaim = "sid";

    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    public async Task InvokeAsync(
        HttpContext context, RegulatiefDbContext db, WriteGate gate, CurrentActor current, RequestKey key, FactorRules factors, LiveConnections live, TimeProvider time)
    {
        // On the way to the error page everything is known already, and the database may be what failed.
        if (context.Features.Get<IExceptionHandlerFeature>() is null)
        {
            if (!await IsKnownAsync(context, db, gate, current, time))
            {
                var whose = context.User;
                context.User = new ClaimsPrincipal(new ClaimsIdentity());
                if (!IsForAnyone(context))
                {
                    // Here and not by the policy: a token that was proved once stays so for a policy that asks for its scheme.
                    await ChallengeAsync(context, whose);
                    return;
                }
            }

            if (!IsForAnyone(context) && current is { IsKnown: true, Proof: { HasFactor: false, IsFreeOfFactor: false } } && factors.AreAsked && !Has<OpenWithoutFactorAttribute>(context))
            {
                LeadToSetUp(context);
                return;
            }

            key.Value = await KeyOfAsync(context);
        }

        await next(context);
        // Whatever it was: a log-out, another password, an account that was closed.
        if (!HttpMethods.IsGet(context.Request.Method)) await live.CloseEndedAsync(CancellationToken.None);
    }

    private static bool IsForAnyone(HttpContext context) => Has<IAllowAnonymous>(context);

    private static bool Has<T>(HttpContext context) where T : class => context.GetEndpoint()?.Metadata.GetMetadata<T>() is not null;

    /// <exception cref="StepUpException">It is a program that asks.</exception>
    private static void LeadToSetUp(HttpContext context)
    {
        if (context.Request.Headers.Authorization.Count > 0) throw new StepUpException(StepUpException.ToSetUp);
        var wanted = HttpMethods.IsGet(context.Request.Method) ? context.Request.PathBase + context.Request.Path + context.Request.QueryString : "/";
        context.Response.Redirect($"/mijn-account/tweede-factor?terug={Uri.EscapeDataString(wanted)}");
    }

    /// <returns>False when somebody proved to have an account that is closed, or a log-in or token that has ended or acts in a role that was taken away.</returns>
    /// <exception cref="StepUpException">A token that reads was to change something.</exception>
    private static async Task<bool> IsKnownAsync(HttpContext context, RegulatiefDbContext db, WriteGate gate, CurrentActor current, TimeProvider time)
    {
        if (!Guid.TryParse(context.User.FindFirstValue(ClaimTypes.NameIdentifier), out var accountId)) return true;

        var now = time.GetUtcNow();
        if ((context.Features.Get<KnownLogIn>() ?? await SessionAsync(context, db, accountId, now)) is not { } found) return false;

        // What the policies look at is what the log-in says now: its cookie or token may be of before a switch.
        var identity = (ClaimsIdentity)context.User.Identity!;
        foreach (var earlier in identity.FindAll(identity.RoleClaimType).ToList()) identity.RemoveClaim(earlier);
        identity.AddClaim(new Claim(identity.RoleClaimType, found.Role.ToString()));

        var isToken = found.Scope is not null;
        if (found.Scope == ApiTokenScope.Read && !HttpMethods.IsGet(context.Request.Method) && !Has<ChangesNothingAttribute>(context)) throw new StepUpException(StepUpException.OutOfScope);

        current.Value = await db.ActorOfAsync(accountId, found.Role, now, context.RequestAborted) with { Address = AddressOf(context) };
        current.SessionId = isToken ? null : found.Id;
        current.Proof = new LogInProof(found.HasFactor, found.FactorAt, isToken) { IsFreeOfFactor = found.IsFreeOfFactor };
        // A page that listens is no click: left open it would keep a log-in awake.
        if (!Has<HubMetadata>(context) && now - (found.SeenAt ?? DateTimeOffset.MinValue) >= SeenEvery) await SeeAsync(db, gate, found.Id, isToken, now, context.RequestAborted);
        return true;
    }

    /// <summary>Without the zone of a link-local address, which is of this machine alone and of any length.</summary>
    public static string? AddressOf(HttpContext context) => context.Connection.RemoteIpAddress is { } address ? new IPAddress(address.GetAddressBytes()).ToString() : null;

    private static async Task<KnownLogIn?> SessionAsync(HttpContext context, RegulatiefDbContext db, Guid accountId, DateTimeOffset now) =>
        Guid.TryParse(context.User.FindFirstValue(SessionClaim), out var id)
            ? await db.Sessions.Lasting(now).Where(s => s.Id == id && s.AccountId == accountId)
                .Join(db.Accounts.Where(a => a.IsActive), s => s.AccountId, a => a.Id, (s, a) => new { Session = s, Account = a })
                .Where(found => found.Account.Roles.Any(r => r.Role == found.Session.Role))
                .Select(found => new KnownLogIn(
                    found.Session.Id, found.Account.Id, found.Session.Role, found.Account.TwoFactorEnabled || found.Session.By == LogInMeans.FederationFactor,
                    found.Account.Roles.All(r => FactorRules.Free.Contains(r.Role)), found.Session.FactorAt, found.Session.LastSeenAt, null))
                .SingleOrDefaultAsync(context.RequestAborted)
            : null;

    private static async Task SeeAsync(RegulatiefDbContext db, WriteGate gate, Guid id, bool isToken, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var passage = await gate.EnterAsync(cancellationToken);
        if (isToken) await db.ApiTokens.Where(t => t.Id == id).ExecuteUpdateAsync(set => set.SetProperty(t => t.LastUsedAt, now), cancellationToken);
        else await db.Sessions.Where(s => s.Id == id && s.LastSeenAt < now).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, now), cancellationToken);
    }

    /// <summary>To the log-in; and with what was typed in a form to the page that sends it after all.</summary>
    private static async Task ChallengeAsync(HttpContext context, ClaimsPrincipal whose)
    {
        // A page of ours, which a cookie opened: a program is told that its token is over.
        var held = context.Request.IsFormOfAPage() && Guid.TryParse(whose.FindFirstValue(ClaimTypes.NameIdentifier), out var accountId)
            ? await context.RequestServices.GetRequiredService<HeldForms>().HoldAsync(
                accountId, context.Request.PathBase + context.Request.Path + context.Request.QueryString, await FormOfAsync(context.Request, context.RequestAborted), evenIfEmpty: false,
                context.RequestAborted)
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

/// <summary>A log-in or personal token that opens something, as the database knows it at this request: looked up once, by whoever proves it.</summary>
/// <param name="IsFreeOfFactor">Whether no role of the account must have a second factor, also none but the one that it acts in.</param>
/// <param name="SeenAt">Null when it was not seen before.</param>
/// <param name="Scope">Of a personal token; null for a log-in.</param>
internal sealed record KnownLogIn(
    Guid Id, Guid AccountId, AccountRole Role, bool HasFactor, bool IsFreeOfFactor, DateTimeOffset? FactorAt, DateTimeOffset? SeenAt, ApiTokenScope? Scope);
