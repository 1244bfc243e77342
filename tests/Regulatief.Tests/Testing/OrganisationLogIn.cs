using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Regulatief.Tests.Testing;

/// <summary>The log-in of an organisation: OpenIddict's server, which lets in whoever a test says sits there.</summary>
/// <remarks>In its mode without a database, so that it knows a code by its signature and what was asked for it, and not whether it was used.</remarks>
public sealed class OrganisationLogIn : IAsyncDisposable
{
    public const string Authority = "https://inloggen.test/";
    public const string ClientId = "regulatief";
    public const string ClientSecret = "geheim van de test, en van niemand anders";

    private readonly WebApplication _server;

    public OrganisationLogIn()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddOpenIddict().AddServer(options =>
        {
            options.SetIssuer(Authority).SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetEndSessionEndpointUris("logout");
            options.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().EnableDegradedMode();
            options.RegisterScopes(Scopes.Profile);
            options.AddEphemeralEncryptionKey().AddEphemeralSigningKey().DisableAccessTokenEncryption();
            options.UseAspNetCore();
            options.AddEventHandler<OpenIddictServerEvents.ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId != ClientId) context.Reject(Errors.InvalidClient);
                return default;
            }));
            options.AddEventHandler<OpenIddictServerEvents.ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId != ClientId || context.ClientSecret != ClientSecret) context.Reject(Errors.InvalidClient);
                return default;
            }));
            options.AddEventHandler<OpenIddictServerEvents.ValidateEndSessionRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId != ClientId) context.Reject(Errors.InvalidClient);
                return default;
            }));
            options.AddEventHandler<OpenIddictServerEvents.HandleAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                Asked = context.Request;
                if (Nonce is not null) context.Request.Nonce = Nonce;
                if (Subject is null) context.Reject(Errors.AccessDenied);
                else context.SignIn(Principal(Subject));
                return default;
            }));
            options.AddEventHandler<OpenIddictServerEvents.HandleEndSessionRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                LoggedOut++;
                context.SignOut();
                return default;
            }));
        });
        _server = builder.Build();
        _server.UseAuthentication();
        _server.Start();
    }

    /// <summary>Who sits there; null for who is not let in.</summary>
    public string? Subject { get; set; }

    public List<string> Roles { get; set; } = [];

    /// <summary>How they proved who they are.</summary>
    public string? Amr { get; set; }

    public DateTimeOffset ProvedAt { get; set; }

    /// <summary>What it puts in the place of the nonce that was asked for; null for that one.</summary>
    public string? Nonce { get; set; }

    /// <summary>What was asked last.</summary>
    public OpenIddictRequest? Asked { get; private set; }

    public int LoggedOut { get; private set; }

    public HttpMessageHandler Handler => _server.GetTestServer().CreateHandler();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private ClaimsPrincipal Principal(string subject)
    {
        var identity = new ClaimsIdentity("test", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject).SetClaim(Claims.Name, "Sanne de Vries").SetClaim(Claims.PreferredUsername, "s.devries").SetClaim(Claims.AuthenticationTime, ProvedAt.ToUnixTimeSeconds());
        if (Amr is not null) identity.AddClaim(new Claim(Claims.AuthenticationMethodReference, Amr));
        foreach (var role in Roles) identity.AddClaim(new Claim("roles", role));
        identity.SetScopes(Scopes.OpenId, Scopes.Profile);
        identity.SetDestinations(_ => [Destinations.IdentityToken]);
        return new ClaimsPrincipal(identity);
    }
}

/// <summary>The product beside the log-in of an organisation, whose word is taken for a second factor when it says "mfa".</summary>
public class FederatedHost : SqliteHost
{
    public OrganisationLogIn Organisation { get; } = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Organisation.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("OpenIdConnect:Authority", OrganisationLogIn.Authority)
            .UseSetting("OpenIdConnect:ClientId", OrganisationLogIn.ClientId)
            .UseSetting("OpenIdConnect:ClientSecret", OrganisationLogIn.ClientSecret)
            .UseSetting("OpenIdConnect:SecondFactor", "mfa")
            .UseSetting("OpenIdConnect:Roles:ProbationOfficer", "tz, toezicht")
            .UseSetting("OpenIdConnect:Roles:Manager", "leiding")
            .UseSetting("OpenIdConnect:Roles:Client", "client")
            .UseSetting("OpenIdConnect:Roles:Administrator", "beheer");
    }

    protected override void Replace(IServiceCollection services) =>
        services.Configure<Microsoft.AspNetCore.Authentication.OpenIdConnect.OpenIdConnectOptions>(Web.Features.Accounts.Federation.Scheme, options =>
        {
            options.BackchannelHttpHandler = Organisation.Handler;
            // A machine that is busy with other tests is no provider that is away.
            options.BackchannelTimeout = Timeout.InfiniteTimeSpan;
            // A browser drops cookies by its own clock.
            options.TimeProvider = TimeProvider.System;
        });
}

/// <summary>The same, where nobody logs in otherwise.</summary>
public sealed class FederatedOnlyHost : FederatedHost
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Accounts:Local", "false");
    }
}
