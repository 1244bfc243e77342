using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Hosting.StartUp;

internal static class FederationServices
{
    /// <summary>The organisation's own log-in beside the local accounts, or instead of them, where the settings name one.</summary>
    public static void AddFederation(this IServiceCollection services, AuthenticationBuilder logIns, IConfiguration configuration, IHostEnvironment environment)
    {
        var roles = configuration.GetSection(FederatedRolesOptions.Section).Get<FederatedRolesOptions>() ?? new FederatedRolesOptions();
        var federation = configuration.Checked<FederationOptions>(FederationOptions.Section, o => o.Problem(roles));
        var accounts = configuration.Checked<AccountOptions>(AccountOptions.Section, o => o.Problem(federation));

        services.AddSingleton(new LogInWays(accounts.Local, federation.IsOn));
        services.AddSingleton(Microsoft.Extensions.Options.Options.Create(federation));
        services.AddSingleton<Federation>();
        services.AddScoped<FederatedAccounts>();
        if (!federation.IsOn) return;

        // From the answer of the organisation's log-in to the page that takes it.
        logIns.AddCookie(IdentityConstants.ExternalScheme, options =>
        {
            Cookies.Name(options.Cookie, "regulatief-federated", environment);
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = Cookies.SecurePolicy(environment);
            options.ExpireTimeSpan = HalfLogIn.ValidFor;
            options.SlidingExpiration = false;
        });
        logIns.AddOpenIdConnect(Federation.Scheme, options =>
        {
            options.SignInScheme = IdentityConstants.ExternalScheme;
            options.Authority = federation.Authority;
            options.RequireHttpsMetadata = new Uri(federation.Authority).Scheme == Uri.UriSchemeHttps;
            options.ClientId = federation.ClientId;
            options.ClientSecret = federation.ClientSecret;
            options.ResponseType = OpenIdConnectResponseType.Code;
            // Not as a form of another site, which would need cookies that other sites can have sent.
            options.ResponseMode = OpenIdConnectResponseMode.Query;
            options.UsePkce = true;
            options.MapInboundClaims = false;
            options.CallbackPath = "/inloggen/organisatie/terug";
            options.SignedOutCallbackPath = "/uitloggen/organisatie";
            options.RemoteSignOutPath = default;
            options.BackchannelTimeout = TimeSpan.FromSeconds(30);
            foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
            {
                cookie.Name = Cookies.NameOf("regulatief-asked.", environment);
                cookie.Path = "/";
                cookie.SameSite = SameSiteMode.Lax;
                cookie.SecurePolicy = Cookies.SecurePolicy(environment);
            }

            options.Events.OnTokenValidated = context =>
            {
                context.Principal = FederatedPerson.Of(context.Principal!, federation, roles);
                return Task.CompletedTask;
            };
            options.Events.OnRemoteFailure = context =>
            {
                // Counted and told there, as any other try.
                context.Response.Redirect(FederationController.Failed);
                context.HandleResponse();
                return Task.CompletedTask;
            };
            options.Events.OnRedirectToIdentityProviderForSignOut = context =>
            {
                // It knows by this who asks; the id token, which holds a name, was kept nowhere.
                context.ProtocolMessage.ClientId = federation.ClientId;
                return Task.CompletedTask;
            };
        });
    }
}
